import type { Place, SourceFile } from './source.ts';
import type { Expression, ObjectItem, SplatItem, Template, TemplatePart, TemplateText } from './syntax.ts';
import { offsetsOfText } from './text-map.ts';

/** Where the characters of a text that was parsed on its own stand in the file it comes from. */
export interface Origin {
  readonly file: SourceFile;
  /** The offset of every character and that of the end; null if they follow each other from `base` on. */
  readonly offsets: Int32Array | null;
  readonly base: number;
}

/** Copies an expression that was parsed from a decoded string, with its places moved to where they are written. */
export function relocateExpression(expression: Expression, origin: Origin): Expression {
  return new Relocation(origin).expression(expression);
}

/** The same for a place. */
export function relocatePlace(place: Place, origin: Origin): Place {
  return new Relocation(origin).place(place);
}

class Relocation {
  private readonly origin: Origin;
  /** The copies of the splat items around the current node, which their `each` refers to. */
  private readonly splatItems = new Map<SplatItem, SplatItem>();

  constructor(origin: Origin) {
    this.origin = origin;
  }

  place(place: Place): Place {
    const { file } = this.origin;
    return { file, start: this.at(place.start), end: this.at(place.end) };
  }

  expression(node: Expression): Expression {
    const { kind } = node;
    const { file, start, end } = this.place(node);
    switch (kind) {
      case 'literal':
        return { kind, file, start, end, value: node.value };
      case 'template':
        return this.template(node);
      case 'tuple':
        return { kind, file, start, end, items: node.items.map((item) => this.expression(item)) };
      case 'object':
        return { kind, file, start, end, items: node.items.map((item) => this.objectItem(item)) };
      case 'for':
        return {
          kind,
          file,
          start,
          end,
          keyName: node.keyName,
          valueName: node.valueName,
          collection: this.expression(node.collection),
          key: node.key && this.expression(node.key),
          value: this.expression(node.value),
          condition: node.condition && this.expression(node.condition),
          grouped: node.grouped,
        };
      case 'variable':
        return { kind, file, start, end, name: node.name };
      case 'get-attr':
        return { kind, file, start, end, object: this.expression(node.object), name: node.name };
      case 'index':
        return { kind, file, start, end, object: this.expression(node.object), key: this.expression(node.key) };
      case 'splat': {
        const { form } = node;
        const object = this.expression(node.object);
        const item: SplatItem = { kind: 'splat-item', ...this.place(node.item) };
        this.splatItems.set(node.item, item);
        return { kind, file, start, end, form, object, item, each: this.expression(node.each) };
      }
      case 'splat-item':
        return this.splatItems.get(node) ?? { kind, file, start, end };
      case 'call': {
        const items = node.arguments.map((argument) => this.expression(argument));
        return { kind, file, start, end, name: node.name, arguments: items, expandFinal: node.expandFinal };
      }
      case 'conditional': {
        const condition = this.expression(node.condition);
        const then = this.expression(node.then);
        return { kind, file, start, end, condition, then, otherwise: this.expression(node.otherwise) };
      }
      case 'binary': {
        const { operator } = node;
        return {
          kind,
          file,
          start,
          end,
          operator,
          left: this.expression(node.left),
          right: this.expression(node.right),
        };
      }
      case 'unary':
        return { kind, file, start, end, operator: node.operator, operand: this.expression(node.operand) };
      case 'parentheses':
        return { kind, file, start, end, inner: this.expression(node.inner) };
      case 'invalid':
        return { kind, file, start, end };
    }
  }

  private template(node: Template): Template {
    const { kind, form } = node;
    return { kind, ...this.place(node), form, parts: this.parts(node.parts) };
  }

  private parts(parts: readonly TemplatePart[]): TemplatePart[] {
    return parts.map((part) => this.part(part));
  }

  private part(part: TemplatePart): TemplatePart {
    const { kind } = part;
    const { file, start, end } = this.place(part);
    switch (kind) {
      case 'text': {
        const { value, form, skipped } = part;
        return { kind, file, start, end, value, form, skipped, offsets: this.textOffsets(part) };
      }
      case 'interpolation':
        return { kind, file, start, end, expression: this.expression(part.expression) };
      case 'if': {
        const condition = this.expression(part.condition);
        const then = this.parts(part.then);
        return { kind, file, start, end, condition, then, otherwise: this.parts(part.otherwise) };
      }
      case 'for-directive':
        return {
          kind,
          file,
          start,
          end,
          keyName: part.keyName,
          valueName: part.valueName,
          collection: this.expression(part.collection),
          body: this.parts(part.body),
        };
    }
  }

  /** Text of a string without escapes is written as its form says; otherwise every character needs its own offset. */
  private textOffsets(part: TemplateText): Int32Array | null {
    return this.origin.offsets === null ? null : offsetsOfText(part).map((offset) => this.at(offset));
  }

  private objectItem(item: ObjectItem): ObjectItem {
    return { ...this.place(item), key: this.expression(item.key), value: this.expression(item.value) };
  }

  private at(offset: number): number {
    const { offsets, base } = this.origin;
    return offsets === null ? base + offset : (offsets[offset] ?? base);
  }
}
