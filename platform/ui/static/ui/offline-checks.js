// What a phone can check by itself, the same way as the server: digits, identity numbers, mobiles, numbers of receipts.
(() => {
  "use strict";
  const fold = (text) => text.normalize("NFKC")
    .replace(/[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "")
    .replace(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit))
    .replace(/[۰-۹]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹".indexOf(digit))
    .trim();

  // The name of the sentence that says what is wrong; empty for a good number, or none.
  const identity = (typed) => {
    const number = fold(typed).replace(/[\s\-–.]+/g, "");
    if (!number) return "";
    if (!/^[0-9]{10}$/.test(number)) return "identity-length";
    if (!"12".includes(number[0])) return "identity-start";
    const sum = [...number].reduce((total, digit, place) => {
      const twice = place % 2 ? Number(digit) : Number(digit) * 2;
      return total + (twice > 9 ? twice - 9 : twice);
    }, 0);
    return sum % 10 ? "identity-check" : "";
  };
  const mobile = (typed) => {
    const number = fold(typed).replace(/[\s\-–.()]+/g, "");
    if (!number || /^(?:05[0-9]{8}|5[0-9]{8}|(?:\+|00)9665[0-9]{8}|\+[1-9][0-9]{6,14})$/.test(number)) return "";
    return "mobile";
  };
  // Eight digits out of the id of the operation, as core.delegates.phones makes them.
  const provisional = (operation) => {
    const digits = String(parseInt(operation.replaceAll("-", "").slice(0, 8), 16) % 1e8).padStart(8, "0");
    return `${digits.slice(0, 4)}-${digits.slice(4)}`;
  };
  // With the zone, so that the server knows the moment whatever the phone's clock is set to.
  const local = (moment) => {
    const at = new Date(moment.getTime() - moment.getTimezoneOffset() * 60000);
    return at.toISOString().slice(0, 16);
  };

  window.silahOffline = { checks: { fold, identity, mobile, provisional, local } };
})();
