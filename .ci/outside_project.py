"""Runs README's example of a test in a project of its own, which depends on the installed artifacts only.

The dependencies and the test are those that README shows. It is run with the oldest JUnit that README names and with
the one the build uses.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
OLDEST_JUNIT = re.search(r"JUnit Jupiter (\d+\.\d+) or newer", README).group(1) + ".0"
NEWEST_JUNIT = re.search(r"<junit.version>(.*?)</junit.version>", (ROOT / "pom.xml").read_text()).group(1)
SUREFIRE = re.search(r"<surefire.version>(.*?)</surefire.version>", (ROOT / "pom.xml").read_text()).group(1)

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>orders</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source>
    <maven.compiler.target>17</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    %s
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>%s</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <artifactId>maven-surefire-plugin</artifactId>
        <version>%s</version>
      </plugin>
    </plugins>
  </build>
</project>
"""

IMPORTS = """import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.*;
import java.net.URI;
import org.ephemeralftp.server.junit.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
"""


def block(language, text):
    """The code block of README in which a text occurs."""
    return next(b for b in re.findall(r"(?s)```" + language + r"\n(.*?)```", README) if text in b)


def run(junit):
    with tempfile.TemporaryDirectory() as directory:
        project = pathlib.Path(directory)
        (project / "pom.xml").write_text(POM % (block("xml", "ephemeral-ftp-server"), junit, SUREFIRE))
        tests = project / "src" / "test" / "java"
        tests.mkdir(parents=True)
        (tests / "OrdersTest.java").write_text(IMPORTS + block("java", "@ExtendWith"))
        subprocess.run(["mvn", "-B", "-ntp", "-q", "test"], cwd=project, check=True, timeout=600)
        report = next((project / "target" / "surefire-reports").glob("*.xml")).read_text()
        if 'tests="1" errors="0" skipped="0" failures="0"' not in report:
            sys.exit("The example did not run: " + report[:1000])
    print("CI: README's example of a test passed outside of the tree with JUnit " + junit)


for version in (OLDEST_JUNIT, NEWEST_JUNIT):
    run(version)
