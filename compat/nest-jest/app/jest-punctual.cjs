// Compiles the packages of Punctual, which are ESM, to the CommonJS that Jest requires.
const ts = require('typescript')

const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 }

const importMeta = (context) => (file) => {
  const visit = (node) =>
    ts.isMetaProperty(node) && node.name.text === 'meta'
      ? ts.factory.createIdentifier('importMeta()')
      : ts.visitEachChild(node, visit, context)
  return ts.visitNode(file, visit)
}

module.exports = {
  process(source) {
    const transformers = { before: [importMeta] }
    const { outputText } = ts.transpileModule(source, { compilerOptions, transformers })
    const meta = `{ url: require('node:url').pathToFileURL(__filename).href }`
    return { code: `${outputText}\nfunction importMeta() { return ${meta} }\n` }
  },
}
