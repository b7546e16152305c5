import type { Place, SourceFile } from '../../hcl/source.ts';
import type { MappingValue, Reason, Value } from '../value.ts';
import type { FunctionDefinition } from './call.ts';

/** What a function needs to know beyond its arguments. */
export interface FunctionContext {
  /** The call. */
  readonly place: Place;
  /** The argument expressions; fewer than the arguments where `...` spread the last. */
  readonly argumentPlaces: readonly Place[];
  readonly files: FileAccess;
  /** The text of a template file, or of a template that `templatestring` was given, with these variables. */
  readonly renderTemplate: (template: SourceFile, variables: MappingValue) => Value;
  /** Functions besides Terraform's own, by name; none when left out. */
  readonly more?: ReadonlyMap<string, FunctionDefinition>;
}

/**
 * The files that functions may read. Paths are as Terraform sees them: relative to the root module's directory
 * unless absolute. A reason says why a file cannot be read: it does not exist, or lies outside of what is scanned.
 */
export interface FileAccess {
  /** The absolute path of the root module's directory, with `/` separators. */
  readonly baseDirectory: string;
  read(path: string): SourceFile | Reason;
  readBytes(path: string): Uint8Array | Reason;
  /** Whether it is a regular file. */
  exists(path: string): boolean | Reason;
  /** All regular files in and below a directory, relative to it, with `/` separators. */
  list(directory: string): readonly string[] | Reason;
}
