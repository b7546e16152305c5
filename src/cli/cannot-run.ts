/** Why a command cannot run at all: one sentence or two that say what, why and what to do. Ends with exit code 2. */
export class CannotRun extends Error {}
