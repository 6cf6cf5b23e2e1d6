# Sourced by the scripts beside it: finds a JDK, builds what is missing, and sets root, jdk and class_path.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jdk=$("$root/bin/find-jdk")
maven=$root/mvnw
if [ ! -x "$maven" ]; then
    maven=mvn
fi
# Maven decides what is missing or stale.
(cd "$root" && JAVA_HOME=$jdk "$maven" -q -DskipTests package -pl jmh -am) 2> >(grep -v '^WARNING:' >&2)

class_path=
for jar in "$root"/jmh/target/engram-trace-jmh-*.jar "$root"/jmh/target/app/*.jar; do
    class_path=$class_path${class_path:+:}$jar
done
