import { posix } from 'node:path';
import { blocksOfType } from '../../hcl/json.ts';
import { parseFile } from '../../hcl/parse-file.ts';
import type { Place, SourceFile } from '../../hcl/source.ts';
import { parseModuleAddress } from '../../plan/address.ts';
import { findExpression, headerOf, literalText } from '../../terraform/module-config.ts';

/** A `module` block. */
interface Call {
  readonly header: Place;
  /** The directory it calls; null where that is no local module. */
  readonly directory: string | null;
}

/** The calls of modules that are written in some files. */
export class ModuleCalls {
  readonly #filesIn = new Map<string, SourceFile[]>();
  readonly #callsIn = new Map<string, ReadonlyMap<string, Call>>();

  constructor(files: readonly SourceFile[]) {
    for (const file of files) {
      if (file.path.includes('.tfvars')) continue;
      const directory = posix.dirname(file.path);
      const others = this.#filesIn.get(directory);
      if (others === undefined) this.#filesIn.set(directory, [file]);
      else others.push(file);
    }
  }

  /** The headers of the calls that lead from a root module to what has an address in it, the outermost first. */
  leadingTo(address: string, root: string | null): readonly Place[] {
    const headers: Place[] = [];
    let directory = root;
    for (const { name } of parseModuleAddress(address)) {
      const call: Call | undefined = directory === null ? undefined : this.#in(directory).get(name);
      if (call === undefined) break;
      headers.push(call.header);
      directory = call.directory;
    }
    return headers;
  }

  #in(directory: string): ReadonlyMap<string, Call> {
    let calls = this.#callsIn.get(directory);
    if (calls === undefined) {
      const blocks = (this.#filesIn.get(directory) ?? []).flatMap((file) =>
        blocksOfType(parseFile(file).body, 'module', 1),
      );
      calls = new Map(
        blocks.map((block): [string, Call] => {
          const source = literalText(findExpression([block.body], 'source'));
          const isLocal = source !== null && /^\.\.?(?:\/|$)/.test(source);
          const called = isLocal ? posix.join(directory, source).replace(/(.)\/$/, '$1') : null;
          return [block.labels[0]?.value ?? '', { header: headerOf(block), directory: called }];
        }),
      );
      this.#callsIn.set(directory, calls);
    }
    return calls;
  }
}
