// Under `require-trusted-types-for 'script'` no text becomes markup or a script's address unless a policy lets it. This one lets
// same-origin script addresses (the map's worker) and nothing else.
const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): unknown;
}

types?.createPolicy('default', {
  createScriptURL(address: string): string {
    if (new URL(address, location.href).origin !== location.origin) throw new TypeError(`script from elsewhere: ${address}`);
    return address;
  },
});

export {};
