// The rail's signs: strokes on a grid of 24.
import type { JSX } from 'preact';

const paths: Record<string, string> = {
  map: 'M9 4 3 6.5v13L9 17l6 3 6-2.5v-13L15 7 9 4zm0 0v13m6-10v13',
  watch: 'M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6zm-2.5 17a2.5 2.5 0 0 0 5 0',
  report: 'M6 3h9l4 4v14H6V3zm9 0v4h4M12.5 10v7M9 13.5h7',
  analysis: 'M4 4v16h16M8 16v-4m4 4V8m4 8v-6',
  directory: 'M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2V4zm5 5.5a2 2 0 1 0 4 0 2 2 0 0 0-4 0zM8.5 16c.5-2 2-3 3.5-3s3 1 3.500 3',
  settings: 'M4 7h9m5 0h2M4 17h2m5 0h9M13 7a2.500 2.500 0 1 0 5 0 2.500 2.500 0 0 0-5 0zM6 17a2.500 2.500 0 1 0 5 0 2.500 2.500 0 0 0-5 0z',
};

export function Icon({ name }: { name: string }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round"
         stroke-linecap="round" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
