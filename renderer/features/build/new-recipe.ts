/** What a recipe of one's own begins with: it can be built as it is. */
export const NEW_RECIPE = `# yaml-language-server: $schema=/usr/share/doc/veneer/recipe.schema.json
name: my-extension
version: "1"
description: What it is for
target:
  architectures: [any]
sources: {}
steps:
  - file: { at: /usr/share/my-extension/README, content: "Hello" }
`;
