import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes a plan of at least so many bytes that creates everything: a repository with each 200th of other resources. */
export function writePlan(path: string, bytes: number): void {
  const file = openSync(path, 'w');
  let written = writeSync(file, '{"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":[');
  for (let i = 0; written < bytes; i++) {
    const [type, after] = i % 200 === 0 ? repository(i) : instance(i);
    const change = {
      address: `${type}.app_${i}`,
      mode: 'managed',
      type,
      name: `app_${i}`,
      provider_name: 'registry.terraform.io/hashicorp/aws',
      change: { actions: ['create'], before: null, after, after_unknown: { id: true, arn: true }, after_sensitive: {} },
    };
    written += writeSync(file, `${i === 0 ? '' : ','}${JSON.stringify(change)}`);
  }
  writeSync(file, ']}');
  closeSync(file);
}

function repository(i: number): [type: string, after: object] {
  return [
    'aws_ecr_repository',
    { name: `app-${i}`, image_tag_mutability: 'MUTABLE', tags: { Environment: 'production' } },
  ];
}

function instance(i: number): [type: string, after: object] {
  const script = Array.from({ length: 40 }, (_, line) => `echo "step ${line} of machine ${i}" >> /var/log/setup.log\n`);
  return ['aws_instance', { ami: 'ami-0a1b2c3d', instance_type: 't4g.medium', user_data: script.join('') }];
}
