import type { Place } from '../hcl/source.ts';
import type { EvaluatedBody } from './resource.ts';
import type { Value } from './value.ts';

/**
 * Computes the attributes of a data source that is a pure function of its arguments.
 *
 * @param body its arguments and blocks
 * @param place where the data source is declared; null for a plan without source
 * @returns the computed attributes by name; those it leaves out are unknown
 */
export type DataSourceReader = (body: EvaluatedBody, place: Place | null) => ReadonlyMap<string, Value>;
