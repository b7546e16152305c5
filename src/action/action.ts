import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { CannotRun } from '../cli/cannot-run.ts';
import type { Io } from '../cli/io.ts';
import { main } from '../cli/main.ts';
import type { JsonReport } from '../report/json.ts';
import { asJsonReport } from '../report/json-schema.ts';
import { argumentsFor } from './arguments.ts';
import { commandPause, errorCommand, setOutputs } from './commands.ts';
import { type ActionInputs, readInputs } from './inputs.ts';

/**
 * The action: runs `ecrlint check` as the inputs say, with its text in the log, annotations, a job summary and outputs.
 * Gives the exit code of the step, which is that of the command. Never throws.
 */
export async function runAction(io: Io): Promise<number> {
  const { environmentVariables } = io;
  const folder = mkdtempSync(join(environmentVariables.RUNNER_TEMP || tmpdir(), 'ecrlint-'));
  try {
    return await runInputs(readInputs(environmentVariables), folder, io);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    io.stdout.write(errorCommand(error.message));
    setOutputs({ 'exit-code': 2 }, environmentVariables);
    return 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runInputs(inputs: ActionInputs, folder: string, io: Io): Promise<number> {
  const { environmentVariables } = io;
  const workspace = environmentVariables.GITHUB_WORKSPACE || io.workingDirectory;
  const workingDirectory = resolve(workspace, inputs.workingDirectory);
  if (statSync(workingDirectory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new CannotRun(`The input working-directory names "${inputs.workingDirectory}", which is no folder here.`);
  }
  const own = { json: join(folder, 'report.json'), annotations: join(folder, 'annotations.txt') };
  const pause = commandPause();
  let told = '';
  io.stdout.write(pause.begin);
  const exitCode = await main(argumentsFor(inputs, own, environmentVariables), {
    ...io,
    workingDirectory,
    stderr: {
      isTerminal: io.stderr.isTerminal,
      write: (text) => {
        told += text;
        io.stderr.write(text);
      },
    },
  });
  io.stdout.write(pause.end);
  if (exitCode === 2) io.stdout.write(errorCommand(told.replace(/^ecrlint: /, '') || 'ecrlint could not run.'));
  else if (inputs.annotations) io.stdout.write(readFileSync(own.annotations, 'utf8'));
  setOutputs(
    {
      'exit-code': exitCode,
      ...(exitCode === 2 ? {} : countsIn(own.json)),
      ...(exitCode === 2 || inputs.sarifFile === ''
        ? {}
        : { 'sarif-file': pathBelow(workspace, resolve(workingDirectory, inputs.sarifFile)) }),
    },
    environmentVariables,
  );
  return exitCode;
}

function countsIn(file: string): Record<string, number> {
  const report: JsonReport | null = asJsonReport(JSON.parse(readFileSync(file, 'utf8')));
  if (report === null) throw new Error('The JSON report has not the form that it should have');
  const { errors, warnings, infos, fixed } = report.summary;
  return { findings: errors + warnings + infos, errors, warnings, infos, fixed };
}

/** As other actions take paths: relative to the workspace. */
function pathBelow(workspace: string, path: string): string {
  return relative(workspace, path).split(sep).join('/');
}
