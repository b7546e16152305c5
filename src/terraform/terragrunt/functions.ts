import { dirname, join } from 'node:path';
import { type Call, type FunctionDefinition, fixed, PARTIAL_OR_NULL, variadic } from '../functions/call.ts';
import { callFunction } from '../functions/index.ts';
import { emptyScope } from '../render-template.ts';
import { valueInFile } from '../settings.ts';
import { STRING } from '../type.ts';
import { ANY, mapping, type Reason, type Value } from '../value.ts';
import type { TerragruntConfig } from './config.ts';
import type { ConfigReader } from './config-reader.ts';
import { relativePath } from './relative-path.ts';

/** What Terragrunt learns only when it runs, by function. */
const AT_RUN_TIME: Readonly<Record<string, string>> = {
  get_aws_account_alias: 'the AWS account is that of whoever runs Terragrunt',
  get_aws_account_id: 'the AWS account is that of whoever runs Terragrunt',
  get_aws_caller_identity_arn: 'the AWS account is that of whoever runs Terragrunt',
  get_aws_caller_identity_user_id: 'the AWS account is that of whoever runs Terragrunt',
  get_default_retryable_errors: 'the errors that are tried again are those of the installed Terragrunt',
  get_env: 'environment variables are those of whoever runs Terragrunt',
  get_platform: 'the platform is that of whoever runs Terragrunt',
  get_terraform_cli_args: 'the arguments are those of whoever runs Terragrunt',
  get_terraform_command: 'the command is that of whoever runs Terragrunt',
  get_terraform_commands_that_need_input: 'the commands are those of the installed Terragrunt',
  get_terraform_commands_that_need_locking: 'the commands are those of the installed Terragrunt',
  get_terraform_commands_that_need_parallelism: 'the commands are those of the installed Terragrunt',
  get_terraform_commands_that_need_vars: 'the commands are those of the installed Terragrunt',
  get_terragrunt_source_cli_flag: 'the arguments are those of whoever runs Terragrunt',
  get_working_dir: 'the working directory is chosen when Terragrunt runs',
  run_cmd: 'the command is run by Terragrunt',
  sops_decrypt_file: 'the file is encrypted',
};

/**
 * The functions that Terragrunt adds to Terraform's, as they work in one of its files.
 * https://terragrunt.gruntwork.io/docs/reference/built-in-functions/
 */
export function terragruntFunctions(
  config: TerragruntConfig,
  reader: ConfigReader,
): ReadonlyMap<string, FunctionDefinition> {
  const { path, subject, original, isIncluded } = config.place;
  const here = dirname(subject);
  const { repositoryRoot } = reader;

  const ofInclude = (use: (directory: string) => string): FunctionDefinition =>
    variadic([], STRING, STRING, (call) => {
      const directory = isIncluded ? dirname(path) : includedBy(call, config);
      return typeof directory === 'string' ? call.string(use(directory)) : call.because(directory);
    });
  const inRepository = (use: (root: string) => string): FunctionDefinition =>
    fixed([], STRING, (call) =>
      repositoryRoot === null ? call.unsupported('this is no Git repository') : call.string(use(repositoryRoot)),
    );
  const plain = (text: string): FunctionDefinition => fixed([], STRING, (call) => call.string(text));

  const functions: Record<string, FunctionDefinition> = {
    find_in_parent_folders: variadic([], PARTIAL_OR_NULL, STRING, (call) => findInParentFolders(call, subject, reader)),
    get_original_terragrunt_dir: plain(dirname(original)),
    get_parent_terragrunt_dir: ofInclude((directory) => directory),
    get_path_from_repo_root: inRepository((root) => relativePath(root, here)),
    get_path_to_repo_root: inRepository((root) => relativePath(here, root)),
    get_repo_root: inRepository((root) => root),
    get_terragrunt_dir: plain(here),
    mark_as_read: fixed([STRING], STRING, (call) => call.arg(0)),
    path_relative_from_include: ofInclude((directory) => relativePath(here, directory)),
    path_relative_to_include: ofInclude((directory) => relativePath(directory, here)),
    read_terragrunt_config: variadic([STRING], PARTIAL_OR_NULL, ANY, (call) => readConfig(call, config, reader)),
    read_tfvars_file: fixed([STRING], STRING, (call) => readVariables(call, config, reader)),
  };
  for (const [name, message] of Object.entries(AT_RUN_TIME)) {
    functions[name] = variadic([], PARTIAL_OR_NULL, ANY, (call) => call.unsupported(message));
  }
  return new Map(Object.entries(functions));
}

/** The directory of what a file includes: by the name given, or the one include there is; its own without any. */
function includedBy(call: Call, config: TerragruntConfig): string | Reason {
  const { includes } = config;
  if (includes.length === 0) return dirname(config.place.subject);
  const found =
    call.args.length === 0
      ? includes.length === 1
        ? includes[0]
        : undefined
      : includes.find(({ name }) => name === call.text(0));
  if (found === undefined) {
    return { kind: 'invalid', message: `${call.name}() does not say which include is meant`, place: null };
  }
  return 'message' in found.config ? found.config : dirname(found.config.place.path);
}

/** Terragrunt looks for a file, or a folder, from the folder above on. */
function findInParentFolders(call: Call, subject: string, reader: ConfigReader): Value {
  const [name, fallback] = [call.args[0], call.args[1]];
  if (name !== undefined && name.kind === 'unknown') return call.unknownAs(name);
  if (name !== undefined && name.kind !== 'string') return call.invalid('the name must be a string');
  const wanted = name === undefined ? 'terragrunt.hcl' : name.value;
  const found = reader.findAbove(subject, wanted);
  if (found !== null) return call.string(found);
  if (fallback !== undefined) return fallback;
  return call.invalid(`there is no "${wanted}" in the folders above`);
}

function readConfig(call: Call, config: TerragruntConfig, reader: ConfigReader): Value {
  const { path, subject, original, outer } = config.place;
  const wanted = absolute(call.text(0), dirname(subject));
  const [, fallback] = call.args;
  if (fallback !== undefined && !reader.exists(wanted)) return fallback;
  const place = { path: wanted, subject: wanted, original, isIncluded: false, outer: [...outer, path] };
  const found = reader.open(place);
  return 'message' in found ? call.because(found) : found.asValue();
}

/** JSON text of the values in a tfvars file, which are remembered with the text. */
function readVariables(call: Call, config: TerragruntConfig, reader: ConfigReader): Value {
  const wanted = absolute(call.text(0), dirname(config.place.subject));
  const problem = reader.unreadable(wanted);
  if (problem !== null) return call.because(problem);
  // What is Terragrunt's means nothing in a file of values.
  const { files, renderTemplate } = config.scope.functions;
  const scope = emptyScope({ files, renderTemplate }, config.scope.budget);
  const entries = [...reader.loader.readVariables(wanted)].map(
    ([name, setting]) => [name, valueInFile(setting, scope)] as const,
  );
  return callFunction('jsonencode', [mapping('object', entries, call.at)], call.context);
}

function absolute(path: string, from: string): string {
  return join(path.startsWith('/') ? '' : from, path);
}
