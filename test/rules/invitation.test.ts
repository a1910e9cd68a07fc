import fc from "fast-check";
import { expect, test } from "vitest";
import { ACCEPT_DATA } from "../../src/features/offer/view.ts";
import { readInvitation, writeInvitation } from "../../src/features/invitation/rules.ts";

const invitations = fc.record({ stationId: fc.integer({ min: 1, max: 999_999_999_999_999 }), secret: fc.stringMatching(/^[\w-]{22}$/) });

test("what a link carries is read back from it, and fits into Start and into a button", () => {
  fc.assert(fc.property(invitations, (invitation) => {
    const code = writeInvitation(invitation);
    expect(readInvitation(code)).toEqual(invitation);
    expect(`instructor-${code}`).toMatch(/^[\w-]{1,64}$/);
    expect(ACCEPT_DATA.exec(`offer:accept:${code}`)?.[1]).toBe(code);
  }));
});

test.each(["", "1", "1-short", `x-${"a".repeat(22)}`, `1-${"a".repeat(23)}`, `${"1".repeat(16)}-${"a".repeat(22)}`, ` 1-${"a".repeat(22)}`])("“%s” is no invitation", (code) => {
  expect(readInvitation(code)).toBeNull();
});
