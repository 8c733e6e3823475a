// Lists of the node come page by page.
import { reasonOf } from './errors';

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

// The page after the one that gave this token; the first one where the node does not take the token any more.
export async function pageAfter<P extends Page>(ask: (pageToken: string) => Promise<P>, pageToken: string): Promise<{ page: P; anew: boolean }> {
  try {
    return { page: await ask(pageToken), anew: pageToken === '' };
  } catch (error) {
    if (pageToken === '' || reasonOf(error) !== 'INVALID_PAGE_TOKEN') throw error;
    return { page: await ask(''), anew: true };
  }
}
