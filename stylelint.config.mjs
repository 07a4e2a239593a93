// Our styles must work in Chromium 86 (offices' browsers); the browsers stand in package.json ("browserslist").
export default {
  plugins: ["stylelint-no-unsupported-browser-features"],
  ignoreFiles: ["**/vendor/**"],
  rules: {
    "plugin/no-unsupported-browser-features": [true, { severity: "error", ignorePartialSupport: true, ignore: ["css-not-sel-list"] }],
    "declaration-block-no-duplicate-properties": [true, { ignore: ["consecutive-duplicates-with-different-values"] }],
    "selector-not-notation": "simple", // the plugin takes any comma behind :not() for a list
    "property-no-unknown": true,
    "color-no-invalid-hex": true,
    "media-feature-name-no-unknown": true,
    "selector-pseudo-class-no-unknown": true,
    "unit-no-unknown": true,
    "declaration-property-value-disallowed-list": { "/.*/": ["/color-mix\\(/", "/\\blch\\(/", "/\\d(dvh|svh|lvh|cqw|cqh)\\b/"] },
    "property-disallowed-list": ["aspect-ratio", "inset", "container-type", "content-visibility", "translate", "scale", "rotate"],
    "selector-pseudo-class-disallowed-list": ["has", "is", "where", "user-invalid", "open"],
    "at-rule-disallowed-list": ["layer", "container", "scope", "starting-style", "property"],
    "selector-nested-pattern": "^(?!)",
  },
};
