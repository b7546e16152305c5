import { run } from '../../cli/run.ts';
import { withFolder } from '../../support/folder.ts';

export const MUTABLE = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n  image_tag_mutability = "MUTABLE"\n}\n';

export type Files = Readonly<Record<string, string>>;

/** What `check` finds in files, as `file rule severity environment`. */
export async function found(files: Files, ...flags: string[]): Promise<string[]> {
  return withFolder(files, (folder) => foundIn(folder, ...flags));
}

/** The same in a folder that is there. Throws what `check` says when it cannot run. */
export async function foundIn(folder: string, ...flags: string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await run(['check', '--format', 'json', ...flags], { in: folder });
  if (exitCode === 2) throw new Error(stderr);
  const { findings }: { findings: Told[] } = JSON.parse(stdout);
  return findings
    .filter(({ suppressed }) => suppressed === null)
    .map(
      ({ rule, severity, location, environment }) =>
        `${location?.file} ${rule} ${severity}${environment === null ? '' : ` ${environment.kind}`}`,
    );
}

interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly location: { readonly file: string } | null;
  readonly environment: { readonly kind: string } | null;
  readonly suppressed: object | null;
}

/** A configuration in which only this rule runs, with more after it. */
export function only(rule: string, more = ''): string {
  return `extends: none\nrules:\n  ${rule}\n${more}`;
}
