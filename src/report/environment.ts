import type { Environment } from '../ecr/environment.ts';
import { pathLine } from './location.ts';

/** What says which environment it is, with the place: `tag Environment = "production" (infra/main.tf:12)`. */
export function becauseOf({ because, place }: Environment): string {
  return place === null ? because : `${because} (${pathLine(place)})`;
}
