/** The surfaces that a pair brings with it. */
import type { Language, Surface, SurfaceSymbol } from '../../src/compat/pair-model.js';
import type { ApiSurface, SurfaceItem } from './api-surface.js';

export function surfaceOfPair(surface: Surface): ApiSurface {
  return {
    language: surface.language,
    title: surface.title,
    hasStubs: false,
    items: new Map(surface.symbols.map((symbol) => [symbol.name, itemOf(symbol, surface.language)])),
    stubProblems: [],
    notRead: [],
  };
}

function itemOf(symbol: SurfaceSymbol, language: Language): SurfaceItem {
  const { name, kind, params, result, signature } = symbol;
  const item = {
    name,
    kind,
    params,
    isVariadic: false,
    result,
    value: '',
    signature,
    file: null,
    line: null,
    stub: null,
  };
  if (kind === 'function') return item;
  if (language === 'ts') return { ...item, value: signature };
  const define = /^#define \w+(?:\(([^()]*)\))? ?(.*)$/s.exec(signature);
  if (define !== null) {
    const names = (define[1] ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
    return { ...item, params: names.map((param) => ({ name: param, type: '' })), value: define[2] ?? '' };
  }
  if (kind === 'constant') return { ...item, value: signature.replace(/^\w+ = /, '') };
  if (kind === 'member') return { ...item, result: signature.replace(/\b\w+(?=(?:\[[^\]]*\])*$)/, '').trim() };
  return { ...item, value: signature };
}
