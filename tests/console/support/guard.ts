// What no page of the console may ever do, in any test.
import type { BrowserContext, Page } from '@playwright/test';

// Chromium's own complaint about an answer that is no success.
const failedAnswer = /Failed to load resource: the server responded with a status of/;

export class Guard {
  private readonly complaints: string[] = [];
  private readonly expected: RegExp[] = [];

  async watch(context: BrowserContext): Promise<void> {
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== 'blob:' && hostname !== '127.0.0.1') this.complaints.push(`request to ${request.url()}`);
    });
    context.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => this.complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    await context.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    }));
  }

  // A test that takes the node away, or is refused, says so.
  expectFailedAnswers(): void {
    this.expect(failedAnswer);
  }

  expect(complaint: RegExp): void {
    this.expected.push(complaint);
  }

  async expectNone(pages: Page[]): Promise<void> {
    // What a page has told by now is heard before it answers; a page that has crashed does not.
    await Promise.allSettled(pages.map((page) => page.evaluate(() => document.readyState)));
    const left = this.complaints.filter((complaint) => !this.expected.some((pattern) => pattern.test(complaint)));
    if (left.length > 0) throw new Error(`The page did what it must not:\n${left.join('\n')}`);
  }
}
