export type Settings = Readonly<Record<string, unknown>>;

/**
 * Settings that keep a fresh VS Code quiet: no page, prompt, notification or request that the
 * user or the test did not ask for. `trust` brings the question whether to trust a folder back.
 * The values are today's: an outdated one makes VS Code write the file anew some seconds later.
 */
export function quietSettings(trust: boolean): Settings {
  return {
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.welcomePage.walkthroughs.openOnInstall': false,
    'workbench.enableExperiments': false,
    'workbench.settings.showAISearchToggle': false,
    'security.workspace.trust.enabled': trust,
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'update.showReleaseNotes': false,
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': 'off',
    'extensions.ignoreRecommendations': true,
    // The chat that VS Code brings would share the secondary side bar with ours.
    'chat.disableAIFeatures': true,
    'chat.agentHost.enabled': false,
    'git.openRepositoryInParentFolders': 'never',
    'remote.autoForwardPorts': false,
    'npm.fetchOnlinePackageInfo': false,
    'json.schemaDownload.enable': false,
    // The server build saves after a second by default, unlike the desktop.
    'files.autoSave': 'off',
  };
}
