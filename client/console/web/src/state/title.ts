// What the page is about, for its title: a view that shows one thing names it here.
import { signal } from '@preact/signals';

export const subject = signal('');
