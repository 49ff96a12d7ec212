#!/bin/sh
# own-tmp.sh PROJECT COMMAND...: runs a command with another /tmp, in memory, in which the project stands where it stood. For a
# mount namespace of its own, which takes both with it.
set -eu
project=$1
shift
case $project in
/tmp/*)
  mount --rbind "$project" /mnt
  mount -t tmpfs -o mode=1777 tmpfs /tmp
  mkdir -p "$project"
  mount --move /mnt "$project"
  cd "$project"
  ;;
*) mount -t tmpfs -o mode=1777 tmpfs /tmp ;;
esac
exec "$@"
