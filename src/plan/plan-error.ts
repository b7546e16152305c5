/** A plan cannot be read: one sentence that says what, why and what to do. */
export class PlanError extends Error {}
