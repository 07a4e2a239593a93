// Our scripts must run in Chromium 86 (offices' browsers): syntax of 2020, and no interface a newer browser brought.
// The browsers stand in package.json ("browserslist"), for stylelint too.
import compat from "eslint-plugin-compat";

const read = "readonly";
const methods = ["at", "findLast", "findLastIndex", "hasOwn", "replaceAll", "replaceChildren", "showModal", "toReversed", "toSorted", "toSpliced", "with", "checkVisibility"];

export default [
  {
    ...compat.configs["flat/recommended"],
    files: ["src/gongkai/**/static/**/*.js"],
    ignores: ["**/vendor/**"],
    languageOptions: {
      ecmaVersion: 2020,
      sourceType: "script",
      globals: Object.fromEntries(
        ["window", "document", "navigator", "location", "fetch", "FormData", "URL", "URLSearchParams", "CustomEvent", "setTimeout", "clearTimeout", "setInterval", "clearInterval", "history", "sessionStorage", "localStorage", "Blob", "File", "FileReader", "createImageBitmap", "atob", "btoa", "htmx", "module", "XMLHttpRequest", "Event", "Image", "TextEncoder", "crypto", "PublicKeyCredential", "console", "getComputedStyle", "CSS", "requestAnimationFrame", "IntersectionObserver", "AbortController"].map((name) => [name, read])
      ),
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    settings: { lintAllEsApis: true },
    rules: {
      "compat/compat": "error",
      "no-undef": "error",
      "no-unused-vars": ["error", { caughtErrors: "none" }],
      "no-eval": "error",
      "no-implied-eval": "error",
      // compat knows interfaces, not the methods of values: those newer than Chromium 86 that one is tempted by.
      "no-restricted-syntax": [
        "error",
        {
          selector: `CallExpression > MemberExpression.callee > Identifier.property[name=/^(${methods.join("|")})$/]`,
          message: "Chromium 86 has no such method.",
        },
      ],
    },
  },
];
