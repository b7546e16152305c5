/** What fixes write where something is missing or wrong. */
export interface FixDefaults {
  /** For `image_tag_mutability`. */
  readonly mutability: 'IMMUTABLE';
  /** After how many days a new lifecycle policy expires untagged images. */
  readonly untaggedExpiryDays: number;
  /**
   * An HCL expression for the ARN of the key that images are encrypted with, valid in every module that has
   * repositories. Null to use the key of the module, or to add one.
   */
  readonly kmsKey: string | null;
  /** Who may use repositories that were open to everyone. Nobody by default: only their owner knows. */
  readonly trusted: Trusted;
}

export interface Trusted {
  /** The id of an AWS organization, such as `o-a1b2c3d4e5`. */
  readonly organization: string | null;
  /** Ids of AWS accounts, or ARNs of principals in them. Where there are any, they count and not the organization. */
  readonly accounts: readonly string[];
}

/** What holds unless the configuration or a flag says otherwise. */
export const FIX_DEFAULTS: FixDefaults = {
  mutability: 'IMMUTABLE',
  untaggedExpiryDays: 30,
  kmsKey: null,
  trusted: { organization: null, accounts: [] },
};
