import type { EditComment, Fix } from '../fix.ts';
import type { OwnDirective, RuleMention } from './directives.ts';

/** Removes a suppression, and the comment with it if that says nothing else. */
export function withoutDirective({ comment, withSigns }: OwnDirective): Fix {
  const { text } = comment.file;
  const rest = `${text.slice(comment.start, withSigns.start)}${text.slice(withSigns.end, comment.end)}`;
  const change = /[\p{L}\p{N}]/u.test(rest) ? { at: withSigns, text: '' } : null;
  return fixOf({ kind: 'edit-comment', comment, change }, 'Removes the suppression.');
}

/** Takes some names out of a suppression that has others. */
export function withoutNames({ comment, names, namesPlace, until }: OwnDirective, gone: readonly RuleMention[]): Fix {
  const { file, start, end } = namesPlace;
  const kept = names.filter((name) => !gone.includes(name)).map(({ text }) => text);
  // The end of a suppression may stand among the names.
  const ending = file.text.slice(start, end).includes('until=') ? ` until=${until}` : '';
  const change = { at: namesPlace, text: `${kept.join(', ')}${ending}` };
  return fixOf(
    { kind: 'edit-comment', comment, change },
    `Takes ${gone.map(({ text }) => text).join(', ')} out of the suppression.`,
  );
}

function fixOf(edit: EditComment, description: string): Fix {
  return { safety: 'safe', description, edits: [edit] };
}
