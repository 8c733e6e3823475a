// A choice that this browser keeps.
import { effect, signal, type Signal } from '@preact/signals';

export function kept<T extends string>(name: string, allowed: readonly T[], otherwise: T): Signal<T> {
  const stored = localStorage.getItem(`lightship.${name}`) as T | null;
  const setting = signal(stored && allowed.includes(stored) ? stored : otherwise);
  effect(() => localStorage.setItem(`lightship.${name}`, setting.value));
  return setting;
}
