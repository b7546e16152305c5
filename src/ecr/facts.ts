/** ECR facts of one deployment. */
export interface EcrFacts {
  readonly repositories: readonly unknown[];
}
