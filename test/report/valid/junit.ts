import type { Texts } from './texts.ts';
import { type Element, parseXml } from './xml.ts';

/** What is wrong with a JUnit report: one sentence, or null. */
export function defectOfJUnit(text: string, texts: Texts): string | null {
  const all = parseXml(text);
  if (all.name !== 'testsuites') return `it begins with ${all.name}`;
  const cases = all.children.flatMap(({ children }) => children);
  return (
    defectOfCounts(all, cases) ??
    all.children.map((suite) => defectOfCounts(suite, suite.children)).find((defect) => defect !== null) ??
    cases.map((one) => defectOfCase(one, texts)).find((defect) => defect !== null) ??
    null
  );
}

function defectOfCounts({ name, attributes }: Element, cases: readonly Element[]): string | null {
  const outcomes = cases.flatMap(({ children }) => children);
  const counted = { tests: cases, failures: named('failure', outcomes), skipped: named('skipped', outcomes) };
  for (const [what, { length }] of Object.entries(counted)) {
    // All of them together may leave out that nothing was found.
    if (length !== Number(attributes[what]) && !(name === 'testsuites' && outcomes.length === 0)) {
      return `${attributes[what]} ${what} of a ${name} are ${length}`;
    }
  }
  return null;
}

function named(name: string, elements: readonly Element[]): readonly Element[] {
  return elements.filter((element) => element.name === name);
}

function defectOfCase({ name, attributes, children }: Element, texts: Texts): string | null {
  if (name !== 'testcase' || !attributes.name || !attributes.classname) return 'a case has no name';
  if (children.length > 1) return `${attributes.name} has several outcomes`;
  if (attributes.line === undefined) return null;
  const lines = texts.get(attributes.file ?? '')?.split('\n').length ?? 0;
  return Number(attributes.line) <= lines ? null : `${attributes.name} is outside of ${attributes.file}`;
}
