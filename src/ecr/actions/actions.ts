import type { Reason, Value } from '../../terraform/value.ts';
import { knownText } from '../argument.ts';
import { matchesGlob } from '../glob.ts';
import type { PolicyStatement } from '../policy-document.ts';
import { mayBeEqual, shapeOf, wholeText } from '../text-shape.ts';
import { ACTIONS } from './table.ts';

/** An action of ECR that policies can allow. */
export interface EcrAction {
  /** Without the prefix `ecr:`. */
  readonly name: string;
  readonly access: 'Read' | 'List' | 'Write' | 'Tagging' | 'Permissions management';
  /** Whether it can be limited to certain repositories; of one that cannot, the resource has to be `*`. */
  readonly onRepositories: boolean;
}

/** Which actions of ECR a statement is about, whatever its effect. */
export interface NamedActions {
  /** Each action with the pattern that names it first. */
  readonly actions: ReadonlyMap<EcrAction, Value>;
  /** Set when it may be about further ones: an element is not known. */
  readonly rest: Reason | null;
}

const BY_NAME = new Map(ACTIONS.map((action) => [action.name.toLowerCase(), action]));

/** The action of that name. Throws for one that AWS does not have. */
export function actionNamed(name: string): EcrAction {
  const action = BY_NAME.get(name.toLowerCase());
  if (action === undefined) throw new Error(`ECR has no action ${name}.`);
  return action;
}

/** Every action that a pattern of a policy matches, such as `ecr:Batch*`; letter case does not count. */
export function expand(pattern: string): readonly EcrAction[] {
  const wanted = pattern.toLowerCase();
  if (!/[*?]/.test(wanted)) {
    const action = wanted.startsWith('ecr:') ? BY_NAME.get(wanted.slice('ecr:'.length)) : undefined;
    return action === undefined ? [] : [action];
  }
  return ACTIONS.filter(({ name }) => matchesGlob(wanted, `ecr:${name.toLowerCase()}`));
}

/** The actions of ECR in the `Action` of a statement, or all but those in its `NotAction`. */
export function actionsOf({ actions, notActions }: PolicyStatement): NamedActions {
  if (notActions === null) return matched(actions ?? []);
  const excluded = matched(notActions);
  const [first] = notActions;
  // What is not known may exclude anything.
  if (excluded.rest !== null || first === undefined) return { actions: new Map(), rest: excluded.rest };
  const others = ACTIONS.filter((action) => !excluded.actions.has(action));
  return { actions: new Map(others.map((action) => [action, first])), rest: null };
}

function matched(patterns: readonly Value[]): NamedActions {
  const found = new Map<EcrAction, Value>();
  let rest: Reason | null = null;
  for (const pattern of patterns) {
    const text = knownText(pattern);
    if (text !== null) {
      for (const action of expand(text)) if (!found.has(action)) found.set(action, pattern);
    } else if (pattern.kind === 'unknown' && mayNameEcr(pattern)) {
      rest ??= pattern.reason;
    }
  }
  return { actions: found, rest };
}

/** Whether an unknown text can be an action of ECR, as far as its known parts tell. */
function mayNameEcr(pattern: Value): boolean {
  const shape = shapeOf(pattern) ?? [null];
  return wholeText(shape) === null && mayBeEqual(shape, ['ecr:', null]);
}

/** What is written or allowed in the way of work, and neither changes an image nor who may use it. */
const HARMLESS: ReadonlySet<string> = new Set([
  'BatchImportUpstreamImage',
  'StartImageScan',
  'StartLifecyclePolicyPreview',
]);

/** Whether an action changes images, settings, or who may use them. */
export function changes({ name, access }: EcrAction): boolean {
  return access !== 'Read' && access !== 'List' && !HARMLESS.has(name);
}

const DESTRUCTIVE: ReadonlySet<string> = new Set([
  'BatchDeleteImage',
  'DeleteRepository',
  'PutLifecyclePolicy',
  'DeleteLifecyclePolicy',
]);

/** Whether an action can lose images, or decides who may. */
export function isDangerous({ name, access }: EcrAction): boolean {
  return access === 'Permissions management' || DESTRUCTIVE.has(name);
}

/** What docker needs to pull an image, besides a login. */
export const PULL = ['BatchGetImage', 'GetDownloadUrlForLayer'].map(actionNamed);

/** What docker needs to upload the layers of an image. */
export const UPLOAD = ['InitiateLayerUpload', 'UploadLayerPart', 'CompleteLayerUpload'].map(actionNamed);

/** What docker needs to push an image, besides a login. */
export const PUSH = [actionNamed('BatchCheckLayerAvailability'), ...UPLOAD, actionNamed('PutImage')];

/** A few actions by name, as messages list them: `ecr:PutImage, ecr:UploadLayerPart and 3 more`. */
export function listActions(actions: Iterable<EcrAction>, most = 3): string {
  const names = [...actions].map(({ name }) => `ecr:${name}`);
  const shown = names.length === most + 1 ? names : names.slice(0, most);
  const hidden = names.length - shown.length;
  if (hidden > 0) return `${shown.join(', ')} and ${hidden} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** What somebody who is allowed some actions may do, in the words of messages: `push and delete images`. */
export function describeUse(actions: Iterable<EcrAction>): string {
  const all = [...actions];
  const toImages = [
    ...(all.some(({ name }) => name === 'PutImage') ? ['push'] : []),
    ...(all.some(({ name }) => DESTRUCTIVE.has(name)) ? ['delete'] : []),
  ];
  const uses = [
    ...(toImages.length === 0 ? [] : [`${toImages.join(' and ')} images`]),
    ...(all.some(({ access }) => access === 'Permissions management') ? ['decide who has access'] : []),
  ];
  return uses.length === 0 ? 'make changes' : uses.join(', and ');
}
