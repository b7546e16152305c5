import { hcl2jsonAccepts, type SecondOpinion } from '../hcl/second-opinion.ts';
import { SourceFile } from '../hcl/source.ts';
import { unintendedDifference } from './differences.ts';
import type { FixedFile } from './fixed-point.ts';
import { isNative, isValid, openFile } from './open-file.ts';
import { outlineOf } from './outline.ts';
import { changedUnits, type Unit } from './units.ts';

/** Files that are longer, all those of a run together, are read by HashiCorp's parser only where they changed. */
const READ_WHOLE = 100_000;

type Paths = readonly (readonly string[])[];

/**
 * Checks fixed files: that each is valid and means what it meant but for what its fixes are about; for native syntax,
 * by what HashiCorp's own parser makes of it before and after; for JSON, by its values.
 *
 * That parser, in WebAssembly, reads a hundred kilobytes in the time the rest of a run takes. Of many files it is given
 * the blocks that changed, and of blocks that differ only in names the first one.
 */
export class Verifier {
  readonly #accepts: (file: SourceFile) => Promise<SecondOpinion>;
  readonly #readsWhole: boolean;
  /** The kinds of units that were found to be right. */
  readonly #right = new Set<string>();

  /**
   * @param files all that are going to be checked
   * @param accepts HashiCorp's parser
   */
  constructor(files: readonly FixedFile[], accepts: (file: SourceFile) => Promise<SecondOpinion> = hcl2jsonAccepts) {
    this.#accepts = accepts;
    this.#readsWhole = files.reduce((sum, { after }) => sum + after.length, 0) <= READ_WHOLE;
  }

  /** @returns null, or why the file must not be written: one clause */
  async doubt({ path, before, after, paths, sources }: FixedFile): Promise<string | null> {
    const old = sources?.before ?? new SourceFile(path, before);
    const fixed = sources?.after ?? new SourceFile(path, after);
    if (!isValid(fixed)) return 'the fixed text is not valid';
    if (path.endsWith('.json')) return differenceIn(parsed(before), parsed(after), paths);
    if (!isNative(path)) return null;
    const [was, is] = [openFile(old), openFile(fixed)];
    // Only blocks of a file that our parser reads without doubt can be told apart.
    if (this.#readsWhole || !isValid(old) || was.syntax !== 'native' || is.syntax !== 'native') {
      return this.#compare(old, fixed, paths);
    }
    for (const unit of changedUnits(was.parsed, is.parsed, paths)) {
      const doubt = await this.#compareUnit(path, unit);
      if (doubt !== null) return doubt;
    }
    return null;
  }

  async #compareUnit(path: string, { before, after, paths, kind }: Unit): Promise<string | null> {
    if (this.#right.has(kind)) return null;
    const doubt = await this.#compare(new SourceFile(path, before), new SourceFile(path, after), paths);
    if (doubt === null) this.#right.add(kind);
    return doubt;
  }

  async #compare(old: SourceFile, fixed: SourceFile, paths: Paths): Promise<string | null> {
    let was: SecondOpinion;
    let is: SecondOpinion;
    try {
      [was, is] = [await this.#accepts(old), await this.#accepts(fixed)];
    } catch (error) {
      return `HashiCorp's parser could not be asked: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (!was.accepted) return `HashiCorp's parser does not accept the file as it is: ${was.message}`;
    if (!is.accepted) return `HashiCorp's parser does not accept the fixed text: ${is.message}`;
    if (was.json !== null && is.json !== null) return differenceIn(was.json, is.json, paths);
    return differenceIn(outline(old), outline(fixed), paths);
  }
}

/** Checks a file on its own, as `Verifier` does. */
export function verify(
  file: FixedFile,
  accepts: (file: SourceFile) => Promise<SecondOpinion> = hcl2jsonAccepts,
): Promise<string | null> {
  return new Verifier([file], accepts).doubt(file);
}

/** A text that is read as JSON only by some: a policy with placeholders is one text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function differenceIn(before: unknown, after: unknown, paths: Paths): string | null {
  const place = unintendedDifference(before, after, paths);
  return place === null ? null : `the change would also reach ${place}`;
}

function outline(file: SourceFile): unknown {
  const open = openFile(file);
  return open.syntax === 'native' ? outlineOf(open.parsed) : null;
}
