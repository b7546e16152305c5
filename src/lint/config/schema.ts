import type * as valibotTypes from 'valibot';
import { INPUT_MEANINGS } from '../../ecr/modules/user-meanings.ts';
import { valibot } from '../../hcl/lazy.ts';
import { parseExpressionText } from '../../hcl/parser.ts';
import { SourceFile } from '../../hcl/source.ts';
import { SEVERITIES } from '../finding.ts';
import { FIX_DEFAULTS } from '../fix-defaults.ts';
import type { OptionSchema } from '../options.ts';
import { PRESETS, type Rule } from '../rule.ts';
import { TOOL_RULES } from '../selection.ts';
import { FOREIGN_TOOLS } from '../suppressions/settings.ts';
import { patternProblem } from './globs.ts';

/** What `extends` may name besides files. */
export const BASES = [...PRESETS, 'none'] as const;
export type Base = (typeof BASES)[number];

const TIERS = ['production', 'non-production'] as const;
const LEVELS = ['off', ...SEVERITIES] as const;

/** A configuration file's content, once it is known to be right. */
export type Config = valibotTypes.InferOutput<ReturnType<typeof configSchema>>;

/**
 * The one description of configuration files. From it come their validation, the type `Config`, the published JSON
 * Schema and the table in the documentation.
 *
 * @param rules those that can be configured, with their options
 */
export function configSchema(rules: readonly Rule[]) {
  const v = valibot();
  const word = v.picklist(LEVELS);
  const byEnvironment = v.strictObject({
    production: v.exactOptional(word),
    'non-production': v.exactOptional(word),
    unknown: v.exactOptional(word),
  });
  const severity = v.union([word, byEnvironment]);
  const text = v.pipe(v.string(), v.trim(), v.nonEmpty());
  const texts = v.array(text);
  const pattern = v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      const message = dataset.typed ? patternProblem(dataset.value) : null;
      if (message !== null) addIssue({ message });
    }),
  );
  const patterns = v.array(pattern);
  const patternsByTier = v.strictObject({
    production: v.exactOptional(patterns),
    'non-production': v.exactOptional(patterns),
  });

  const suppressible = v.pipe(
    v.boolean(),
    v.description('Whether comments may suppress what the rule finds.'),
    v.metadata({ default: true }),
  );
  const ruleEntries = Object.fromEntries(
    rules.map(({ id, title, options = {} }) => {
      const given = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, optionSchema(option)]));
      const settings = v.strictObject({
        severity: v.exactOptional(severity),
        suppressible: v.exactOptional(suppressible),
        ...given,
      });
      return [id, v.exactOptional(v.pipe(v.union([word, settings]), v.description(title)))] as const;
    }),
  );
  const toolEntries = Object.fromEntries(
    TOOL_RULES.map(({ id, title }) => [id, v.exactOptional(v.pipe(word, v.description(title)))] as const),
  );
  const overriddenRules = Object.fromEntries(
    rules.map(({ id, title }) => [id, v.exactOptional(v.pipe(severity, v.description(title)))]),
  );

  const environments = v.strictObject({
    override: v.exactOptional(
      v.pipe(v.picklist(TIERS), v.description('What everything is for. Nothing else is asked then.')),
    ),
    tags: v.exactOptional(
      v.pipe(
        texts,
        v.description(
          'Names of tags whose value is an environment, looked at before `Environment`, `Env`, `Stage` and the like. Letter case and separators do not matter.',
        ),
        v.examples([['Lifecycle']]),
      ),
    ),
    variables: v.exactOptional(
      v.pipe(
        texts,
        v.description(
          'Names of root variables whose value is an environment, looked at before `environment` and the like.',
        ),
        v.examples([['landscape']]),
      ),
    ),
    flags: v.exactOptional(
      v.pipe(
        texts,
        v.description(
          'Names of tags and variables that are true in production and false elsewhere, besides `is-production`.',
        ),
        v.examples([['is-live']]),
      ),
    ),
    words: v.exactOptional(
      v.pipe(
        v.strictObject({
          production: v.exactOptional(v.pipe(texts, v.description('Words that mean production, such as `live`.'))),
          'non-production': v.exactOptional(
            v.pipe(texts, v.description('Words that mean something else, such as `lab`.')),
          ),
          ignore: v.exactOptional(
            v.pipe(texts, v.description('Words that mean nothing here, though they do elsewhere.')),
          ),
        }),
        v.description(
          'Whole words that tell environments apart, in tags, variables, names of files, folders and repositories. They are added to the built-in ones.',
        ),
      ),
    ),
    paths: v.exactOptional(
      v.pipe(
        patternsByTier,
        v.description('Folders of root modules, by what they are for; they count like words in a path.'),
      ),
    ),
    tfvars: v.exactOptional(
      v.pipe(patternsByTier, v.description('Files of variables, by what a deployment with them is for.')),
    ),
    names: v.exactOptional(v.pipe(patternsByTier, v.description('Names of repositories, by what they are for.'))),
  });

  const fix = v.strictObject({
    'kms-key': v.exactOptional(
      v.pipe(
        v.string(),
        v.rawCheck(({ dataset, addIssue }) => {
          if (!dataset.typed || parseExpressionText(new SourceFile('', dataset.value)).errors.length === 0) return;
          addIssue({
            message:
              'This is not an expression of Terraform. Write one such as aws_kms_key.ecr.arn, or an ARN in double quotes.',
          });
        }),
        v.description(
          'A Terraform expression for the ARN of the key that images are encrypted with. Modules in which it is not defined are not fixed. Without it, the key of the module, or a new one.',
        ),
        v.examples(['aws_kms_key.ecr.arn']),
      ),
    ),
    'untagged-days': v.exactOptional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.description('After how many days a new lifecycle policy expires untagged images.'),
        v.metadata({ default: FIX_DEFAULTS.untaggedExpiryDays }),
      ),
    ),
    'trusted-organization': v.exactOptional(
      v.pipe(
        v.string(),
        v.regex(/^o-[a-z0-9]{10,32}$/),
        v.title('the id of an organization, such as o-a1b2c3d4e5'),
        v.description('The id of the AWS organization that fixes of open policies let in.'),
        v.examples(['o-a1b2c3d4e5']),
      ),
    ),
    'trusted-accounts': v.exactOptional(
      v.pipe(
        v.array(
          v.pipe(
            v.string(),
            v.regex(/^(?:\d{12}|arn:[\w-]+:iam::\d{12}:\S+)$/),
            v.title('ids of accounts, twelve digits in quotes, or ARNs of principals'),
          ),
        ),
        v.description(
          'Ids of AWS accounts, or ARNs of principals in them, that fixes of open policies let in. Where there are any, the organization does not count.',
        ),
        v.examples([['111122223333']]),
      ),
    ),
  });

  const moduleInput = v.union([
    text,
    v.pipe(
      v.strictObject({
        input: v.exactOptional(v.pipe(text, v.description('The name of the input.'))),
        default: v.exactOptional(v.pipe(v.unknown(), v.description('Its default, where that is known.'))),
        value: v.exactOptional(
          v.pipe(v.unknown(), v.description('What the module always sets, whatever it is called with.')),
        ),
      }),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        const { input, value } = dataset.value;
        if ((input === undefined) === (value === undefined)) {
          addIssue({ message: 'Either input or value is needed, and only one of them. Add or remove one.' });
        } else if (input === undefined && dataset.value.default !== undefined) {
          addIssue({ message: 'A default belongs to an input. Name the input, or leave the default out.' });
        }
      }),
    ),
  ]);
  const moduleInputs = Object.fromEntries(
    Object.entries(INPUT_MEANINGS).map(([meaning, description]) => [
      meaning,
      v.exactOptional(v.pipe(moduleInput, v.description(description))),
    ]),
  );
  const moduleEntry = v.strictObject({
    source: v.pipe(text, v.description('As in `module` blocks, without a version.'), v.examples(['acme/ecr/aws'])),
    versions: v.exactOptional(
      v.pipe(text, v.description('The versions this holds for, as in `version`.'), v.examples(['>= 1.2, < 2.0'])),
    ),
    inputs: v.pipe(
      v.strictObject(moduleInputs),
      v.description(
        'What the inputs mean: the name of an input, an object with its name and its default, or an object with the value that the module always sets.',
      ),
    ),
  });

  const override = v.strictObject({
    paths: v.pipe(patterns, v.nonEmpty(), v.description('Patterns of the files that it holds for.')),
    environment: v.exactOptional(
      v.pipe(v.picklist(TIERS), v.description('What root modules in folders that match are for.')),
    ),
    rules: v.exactOptional(
      v.pipe(
        v.strictObject(overriddenRules),
        v.description(
          'Severities of findings in files that match; of findings without a file, in root modules that match.',
        ),
      ),
    ),
  });

  return v.strictObject({
    $schema: v.exactOptional(v.pipe(v.string(), v.description('The JSON Schema of this file, for editors.'))),
    extends: v.exactOptional(
      v.pipe(
        v.union([text, texts]),
        v.description(
          'What to begin with: `recommended`, `strict`, `security-hub`, `none`, or other configuration files, relative to this one. Of several, later ones count more.',
        ),
        v.metadata({ default: 'recommended' }),
        v.examples(['strict', ['../ecrlint-base.yaml']]),
      ),
    ),
    rules: v.exactOptional(
      v.pipe(
        v.strictObject({ ...toolEntries, ...ruleEntries }),
        v.description(
          'Severities and options by rule: `off`, `error`, `warning`, `info`, or an object with `severity` and the options of the rule. A rule that is named with anything but `off` runs.',
        ),
      ),
    ),
    environments: v.exactOptional(v.pipe(environments, v.description('How to tell production from everything else.'))),
    fix: v.exactOptional(v.pipe(fix, v.description('What fixes write.'))),
    modules: v.exactOptional(
      v.pipe(v.array(moduleEntry), v.description('Modules that make ECR repositories, to judge calls of them by.')),
    ),
    plugins: v.exactOptional(
      v.pipe(texts, v.description('Files, relative to this one, and packages that bring rules of their own.')),
    ),
    exclude: v.exactOptional(
      v.pipe(patterns, v.description('Patterns of folders and files that are not judged.'), v.examples([['legacy/']])),
    ),
    overrides: v.exactOptional(
      v.pipe(v.array(override), v.description('Other severities for some paths. Later ones count more.')),
    ),
    foreignSuppressions: v.exactOptional(
      v.pipe(
        v.union([v.boolean(), v.array(v.picklist(FOREIGN_TOOLS))]),
        v.description(
          `Whether comments of other tools suppress findings: all, none, or those of some of ${FOREIGN_TOOLS.join(', ')}.`,
        ),
        v.metadata({ default: true }),
      ),
    ),
  });
}

function optionSchema(option: OptionSchema) {
  const v = valibot();
  switch (option.type) {
    case 'strings':
      return v.exactOptional(
        v.pipe(v.array(v.string()), v.description(option.description), v.metadata({ default: option.default })),
      );
    case 'integer':
      return v.exactOptional(
        v.pipe(
          v.number(),
          v.integer(),
          v.minValue(option.minimum),
          v.description(option.description),
          v.metadata({ default: option.default }),
        ),
      );
    case 'boolean':
      return v.exactOptional(
        v.pipe(v.boolean(), v.description(option.description), v.metadata({ default: option.default })),
      );
  }
}
