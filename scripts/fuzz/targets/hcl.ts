import { isDeepStrictEqual } from 'node:util';
import { parseJson } from '../../../src/hcl/json.ts';
import { parseExpressionText, parseNative, parseTemplateText } from '../../../src/hcl/parser.ts';
import { hcl2jsonAccepts } from '../../../src/hcl/second-opinion.ts';
import { SourceFile } from '../../../src/hcl/source.ts';
import { hcl2jsonForm } from '../../../test/hcl/hcl2json-form.ts';
import { defectOfFile, defectOfTree } from '../../../test/hcl/well-formed.ts';
import { JSON_TEXTS, NATIVE_TEXTS } from '../bases.ts';
import { mutate } from '../mutate.ts';
import { expectThat, type Target } from '../target.ts';

/** Any text as a file, an expression and a template: nothing is thrown, and every place lies where it should. */
export const syntax: Target = {
  name: 'syntax',
  what: 'texts to the parser',
  weight: 140,
  make: (random) => {
    const texts = random.oneIn(6) ? JSON_TEXTS : NATIVE_TEXTS;
    return { 'main.tf': mutate(random.pick(texts), NATIVE_TEXTS, random) };
  },
  check: ({ 'main.tf': text = '' }) => {
    const file = new SourceFile('main.tf', text);
    const defects = {
      native: defectOfFile(parseNative(file)),
      json: defectOfFile(parseJson(file)),
      expression: defectOfTree(parseExpressionText(file).expression, file),
      template: defectOfTree(parseTemplateText(file).template, file),
    };
    for (const [what, defect] of Object.entries(defects)) {
      expectThat(defect === null, `as ${what} the tree is not well-formed: ${defect}`);
    }
  },
};

/** HashiCorp's parser and ours accept the same texts, and read the same in them. */
export const agreement: Target = {
  name: 'agreement',
  what: 'texts to both parsers',
  weight: 40,
  make: (random) => ({ 'main.tf': mutate(random.pick(NATIVE_TEXTS), NATIVE_TEXTS, random) }),
  check: async ({ 'main.tf': text = '' }) => {
    // What is not UTF-8 cannot be handed over; such files are refused before they are parsed.
    if (!text.isWellFormed()) return;
    const file = new SourceFile('main.tf', text);
    const { body, errors } = parseNative(file);
    // Deeper than this nobody writes, and only HashiCorp's parser goes on, for a while.
    if (errors.some(({ message }) => message.includes('nested deeper'))) return;
    const opinion = await hcl2jsonAccepts(file).catch(() => null);
    if (opinion === null) return;
    if (!opinion.accepted) return expectThat(errors.length > 0, `only we accept it: ${opinion.message}`);
    expectThat(errors.length === 0, `only HashiCorp's parser accepts it: ${errors[0]?.message}`);
    if (opinion.json === null) return;
    expectThat(isDeepStrictEqual(hcl2jsonForm(body), opinion.json), 'the parsers read it differently');
  },
};
