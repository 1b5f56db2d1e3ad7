import type { CDPSession, Page } from 'playwright-core';

/** Plugs a security key into a tab's machine, as Chromium pretends one, with its user verified. */
export async function plugIn(page: Page): Promise<{ readonly cdp: CDPSession; readonly key: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'usb', hasUserVerification: true, isUserVerified: true },
  });
  return { cdp, key: authenticatorId };
}
