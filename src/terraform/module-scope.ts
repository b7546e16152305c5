import { invalid } from './access.ts';
import { LazyEntries } from './lazy-entries.ts';
import type { ResourceDeclaration } from './module-config.ts';
import type { ModuleInstance } from './module-instance.ts';
import type { Binding, Scope } from './scope.ts';
import { type Reason, string, unknown, type Value } from './value.ts';

/** What the first names of traversals stand for inside a module. */
export class ModuleScope implements Scope {
  readonly bindings: Binding | null = null;
  readonly functions: Scope['functions'];
  readonly budget: Scope['budget'];
  readonly root: Scope['root'];

  constructor(module: ModuleInstance) {
    this.functions = module.root.functions;
    this.budget = module.root.budget;
    const roots = new Map<string, Value | Reason>();
    // An own property, not a method: a scope with more bindings is a spread copy of this one.
    this.root = (name) => {
      let value = roots.get(name);
      if (value === undefined) {
        value = rootValue(module, name);
        roots.set(name, value);
      }
      return value;
    };
  }
}

function rootValue(module: ModuleInstance, name: string): Value | Reason {
  const { config, root } = module;
  switch (name) {
    case 'var':
      return declared(config.variables.keys(), (key) => module.variable(key));
    case 'local':
      return declared(config.locals.keys(), (key) => module.local(key));
    case 'module':
      return declared(config.calls.keys(), (key) => module.callValue(key));
    case 'path':
      return declared(['module', 'root', 'cwd'], (key) => {
        if (key === 'module') return string(root.pathOf(config.directory));
        if (key === 'root') return string('.');
        return key === 'cwd' ? string(root.functions.files.baseDirectory) : invalid(`there is no path.${key}`, null);
      });
    case 'terraform':
    case 'tofu':
      return declared(['workspace', 'applying'], (key) => unsupported(`${name}.${key} is chosen when Terraform runs`));
    case 'data':
      return resourcesByType(module, config.dataSources.values());
    case 'self':
      return { kind: 'unsupported', message: 'self is only known while a provisioner runs', place: null };
    case 'ephemeral':
      return { kind: 'computed', message: 'ephemeral resources are only known while Terraform runs', place: null };
    case 'each':
    case 'count':
      return { kind: 'invalid', message: `${name} is used where nothing repeats`, place: null };
    default: {
      const named = [...config.resources.values()].filter((declaration) => declaration.type === name);
      if (named.length === 0) return { kind: 'invalid', message: `nothing called "${name}" is declared`, place: null };
      return namedResources(module, name, named);
    }
  }
}

function resourcesByType(module: ModuleInstance, declarations: Iterable<ResourceDeclaration>): Value {
  const byType = new Map<string, ResourceDeclaration[]>();
  for (const declaration of declarations) {
    const others = byType.get(declaration.type);
    if (others === undefined) byType.set(declaration.type, [declaration]);
    else others.push(declaration);
  }
  return declared(byType.keys(), (type) => namedResources(module, `data.${type}`, byType.get(type) ?? []));
}

function namedResources(module: ModuleInstance, prefix: string, declarations: readonly ResourceDeclaration[]): Value {
  const byName = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  return declared(byName.keys(), (name) => {
    const declaration = byName.get(name);
    if (declaration === undefined) return invalid(`${prefix}.${name} is not declared`, null);
    return module.resourceValue(declaration);
  });
}

/** An object of declared names; `compute` also says what is wrong with a name that is not among them. */
function declared(names: Iterable<string>, compute: (name: string) => Value): Value {
  return object(new LazyEntries(names, compute, compute));
}

function object(entries: LazyEntries): Value {
  return { kind: 'object', entries, rest: null, origin: null, via: null, marks: 0 };
}

function unsupported(message: string): Value {
  return unknown({ kind: 'unsupported', message, place: null });
}
