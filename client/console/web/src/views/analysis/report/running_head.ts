// What stands in the margin of every printed page. A style sheet made by the page itself, where margins can hold text.
import { useEffect } from 'preact/hooks';

// A string of CSS.
export function cssString(text: string): string {
  return `"${text.replace(/[\\"\p{Cc}]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}

export function runningHead(left: string, right: string): string {
  return `@page { @top-left { content: ${cssString(left)}; } @top-right { content: ${cssString(right)}; } }`;
}

export function useRunningHead(left: string, right: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(runningHead(left, right));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [left, right]);
}
