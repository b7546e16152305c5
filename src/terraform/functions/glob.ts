/**
 * A pattern of `fileset` as a regular expression over whole paths: `*`, `?`, `[…]`, `{a,b}`, and `**` for any
 * number of directories. Null when it is not well formed.
 */
export function globToPattern(glob: string): RegExp | null {
  let source = '';
  let braces = 0;
  for (let i = 0; i < glob.length; i++) {
    const character = glob.charAt(i);
    switch (character) {
      case '*': {
        const isSegment = (i === 0 || glob[i - 1] === '/') && glob[i + 1] === '*';
        if (isSegment && glob[i + 2] === '/') {
          source += '(?:[^/]*/)*';
          i += 2;
        } else if (isSegment && i + 2 === glob.length) {
          source += '.*';
          i += 1;
        } else {
          source += '[^/]*';
          while (glob[i + 1] === '*') i++;
        }
        break;
      }
      case '?':
        source += '[^/]';
        break;
      case '[': {
        const end = classEnd(glob, i);
        if (end === -1) return null;
        source += characterClass(glob.slice(i + 1, end));
        i = end;
        break;
      }
      case '{':
        braces++;
        source += '(?:';
        break;
      case '}':
        if (braces === 0) source += '\\}';
        else {
          braces--;
          source += ')';
        }
        break;
      case ',':
        source += braces > 0 ? '|' : ',';
        break;
      case '\\':
        i++;
        if (i === glob.length) return null;
        source += quoted(glob.charAt(i));
        break;
      default:
        source += quoted(character);
    }
  }
  return braces === 0 ? asPattern(`^${source}$`) : null;
}

function classEnd(glob: string, start: number): number {
  for (let i = start + 1; i < glob.length; i++) {
    if (glob[i] === '\\') i++;
    else if (glob[i] === ']' && i > start + 1) return i;
  }
  return -1;
}

function characterClass(content: string): string {
  const isNegated = content.startsWith('^');
  const members = (isNegated ? content.slice(1) : content).replace(/[[\]^]/g, '\\$&');
  return `(?!/)[${isNegated ? '^' : ''}${members}]`;
}

function quoted(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}

function asPattern(source: string): RegExp | null {
  try {
    return new RegExp(source, 'su');
  } catch {
    return null;
  }
}
