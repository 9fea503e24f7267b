"""Built-in plugins (内置插件), one folder each; they use only what a stranger may use."""
