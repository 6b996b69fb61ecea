/** Paths of strangers: only what stays inside the tree. */
import { limits } from '../limits.js';

/** Why a path is refused, or null. */
export function refusal(path: string): string | null {
  if (path === '') return 'an empty file name';
  if (path.length > limits.pathCharacters) return `a file name of more than ${limits.pathCharacters} characters`;
  if (path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\')) return 'an absolute file name';
  const parts = path.split(/[\\/]/);
  if (parts.includes('..')) return 'a file name that leaves the tree (..)';
  if (parts.some((part) => part.toLowerCase() === '.git')) return 'a file name inside .git';
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'a file name with control characters';
  return null;
}
