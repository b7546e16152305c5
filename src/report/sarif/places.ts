import { posix } from 'node:path';
import type { ArtifactLocation, Location, LogicalLocation, PhysicalLocation, Region } from 'sarif';
import { BYTE_ORDER_MARK, type Place, type SourceFile } from '../../hcl/source.ts';
import { repositoryPath } from '../repository-path.ts';

/** Makes SARIF's locations of places. */
export class Places {
  readonly #pathInRepository: string;
  readonly #inputName: string;

  /**
   * @param pathInRepository of the working directory
   * @param inputName the file that findings without a place are reported for
   */
  constructor(pathInRepository: string, inputName: string) {
    this.#pathInRepository = pathInRepository;
    this.#inputName = inputName;
  }

  /** Where a result is; GitHub takes none without a file. */
  location(place: Place | null, resource: string | null): Location {
    return {
      physicalLocation: place === null ? this.#beginningOfInput() : this.physical(place),
      ...(resource === null ? {} : { logicalLocations: [resourceLocation(resource)] }),
    };
  }

  physical(place: Place): PhysicalLocation {
    return { artifactLocation: this.artifact(place.file.path), region: regionOf(place) };
  }

  /** A file by its path from the root of the repository, as GitHub wants it. */
  artifact(path: string): ArtifactLocation {
    return { uri: uriOf(repositoryPath(path, this.#pathInRepository)) };
  }

  #beginningOfInput(): PhysicalLocation {
    const region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    return { artifactLocation: this.artifact(this.#inputName), region };
  }
}

/** Lines and columns from 1, the end exclusive. Columns count UTF-16 code units: `columnKind` of the run says so. */
export function regionOf({ file, start, end }: Place): Region {
  const [from, to] = [positionOf(file, start), positionOf(file, end)];
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

function positionOf(file: SourceFile, offset: number): { line: number; column: number } {
  const { line } = file.position(offset);
  const lineStart = offset === 0 ? 0 : file.text.lastIndexOf('\n', offset - 1) + 1;
  const hasMark = lineStart === 0 && file.text.charCodeAt(0) === BYTE_ORDER_MARK;
  return { line, column: Math.max(0, offset - lineStart - (hasMark ? 1 : 0)) + 1 };
}

function resourceLocation(resource: string): LogicalLocation {
  return { fullyQualifiedName: resource, kind: 'resource' };
}

/** A relative URI. What no URI can hold, such as half of a surrogate pair, is replaced. */
function uriOf(path: string): string {
  const encoded = posix.normalize(path).toWellFormed().split('/').map(encodeURIComponent);
  return encoded.join('/');
}
