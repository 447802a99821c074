package org.ephemeralftp.server.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the runnable jar. */
final class JarVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = JarVersion.class.getPackage().getImplementationVersion();
        return new String[] {"ephemeral-ftp-server " + (version == null ? "(not packaged)" : version)};
    }
}
