/** What an input can mean, with a sentence for people. */
export const INPUT_MEANINGS = {
  name: 'The name of the repository.',
  names: 'A list of names: the module makes a repository for each.',
  mutability: 'The image_tag_mutability.',
  immutable: 'True for tags that cannot be overwritten, false for others.',
  'scan-on-push': 'Whether images are scanned when they are pushed.',
  encryption: 'An object with encryption_type and kms_key, or null.',
  'encryption-type': 'The encryption_type.',
  'kms-key': 'The ARN of the KMS key.',
  'force-delete': 'Whether a repository is deleted together with its images.',
  'create-lifecycle-policy': 'Whether there is a lifecycle policy.',
  'lifecycle-policy': 'The lifecycle policy as JSON text; none when it is null or empty.',
  'repository-policy': 'The repository policy as JSON text; none when it is null or empty.',
  'read-principals': 'A list of ARNs that may pull.',
  'write-principals': 'A list of ARNs that may pull and push.',
  tags: 'The tags of the repository.',
} as const;

export type InputMeaning = keyof typeof INPUT_MEANINGS;

/** An input, or a value that holds without one. */
export interface Given {
  readonly name: string | null;
  /** Of the input, or of what holds without one, in HCL; null for an input whose default is not known. */
  readonly value: string | null;
}

/** What a user tells of a module, by meaning. */
export type GivenInputs = ReadonlyMap<InputMeaning, Given>;
