// Lists of the node come page by page.
interface Page {
  nextPageToken: string;
}

// All of a list, page after page.
export async function allPages<P extends Page, T>(ask: (pageToken: string) => Promise<P>, linesOf: (page: P) => T[]): Promise<T[]> {
  const found: T[] = [];
  let pageToken = '';
  do {
    const page = await ask(pageToken);
    found.push(...linesOf(page));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return found;
}
