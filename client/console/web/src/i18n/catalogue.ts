// Words of the console by key: src/i18n/<language>/<area>.json. English is built in; the others are loaded when chosen.
import { effect, signal } from '@preact/signals';
import { language } from './language';
import type { Language } from './languages';

// A text with {placeholders}, or one for each plural form of {count} (CLDR).
export type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;
type Catalogue = Record<string, Text>;

type Module = { default: Catalogue };
const english = import.meta.glob<Module>('./en/*.json', { eager: true });
const others = import.meta.glob<Module>(['./*/*.json', '!./en/*.json']);

function merged(modules: Module[]): Catalogue {
  return Object.assign({}, ...modules.map((module) => module.default));
}

const fallback = merged(Object.values(english));
const words = signal<Catalogue>(fallback);

async function load(wanted: Language): Promise<Catalogue> {
  if (wanted === 'en') return fallback;
  const files = Object.entries(others).filter(([path]) => path.startsWith(`./${wanted}/`));
  return { ...fallback, ...merged(await Promise.all(files.map(([, read]) => read()))) };
}

effect(() => {
  const wanted = language.value;
  void load(wanted).then((loaded) => {
    if (language.peek() !== wanted) return;
    words.value = loaded;
    document.documentElement.lang = wanted;
  });
});

export type Values = Record<string, string | number>;

// The text of `key`, filled in; components that call it are drawn anew when the language changes.
export function t(key: string, values: Values = {}): string {
  const found = words.value[key];
  if (found === undefined) return key;
  const form = typeof found === 'string' ? found : pluralOf(found, Number(values.count));
  return form.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? value.toLocaleString(language.value) : value;
  });
}

function pluralOf(forms: Exclude<Text, string>, count: number): string {
  return forms[new Intl.PluralRules(language.value).select(count)] ?? forms.other ?? '';
}

export function hasText(key: string): boolean {
  return words.value[key] !== undefined;
}
