"""A polkit authentication agent for one process.

Usage: agent.py PID dismiss|PASSWORD

Dismisses each question as a person would who closes the dialog, or answers it with a password. Prints `ready` once
polkit knows it, then the action and the words of each question.
"""

import sys

import gi

gi.require_version("Polkit", "1.0")
gi.require_version("PolkitAgent", "1.0")
from gi.repository import Gio, GLib, Polkit, PolkitAgent  # noqa: E402

PATH = "/org/veneer/TestAgent"
INTERFACE = """
<node><interface name="org.freedesktop.PolicyKit1.AuthenticationAgent">
  <method name="BeginAuthentication">
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="a{ss}" direction="in"/><arg type="s" direction="in"/><arg type="a(sa{sv})" direction="in"/>
  </method>
  <method name="CancelAuthentication"><arg type="s" direction="in"/></method>
</interface></node>
"""

pid, answer = int(sys.argv[1]), sys.argv[2]
sessions = []


def on_call(_bus, _sender, _path, _interface, method, parameters, invocation):
    if method != "BeginAuthentication":
        return invocation.return_value(None)
    action, message, _icon, _details, cookie, identities = parameters.unpack()
    print(action, " ".join(message.split()), flush=True)
    if answer == "dismiss":
        return invocation.return_dbus_error("org.freedesktop.PolicyKit1.Error.Cancelled", "dismissed")
    _kind, who = identities[0]
    session = PolkitAgent.Session.new(Polkit.UnixUser.new(who["uid"]), cookie)
    session.connect("request", lambda one, _prompt, _echo: one.response(answer))
    session.connect("completed", lambda _one, _gained: invocation.return_value(None))
    sessions.append(session)
    session.initiate()


bus = Gio.bus_get_sync(Gio.BusType.SYSTEM)
bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], on_call, None, None)
with open(f"/proc/{pid}/stat") as stat:
    started = int(stat.read().rpartition(")")[2].split()[19])
subject = ("unix-process", {"pid": GLib.Variant("u", pid), "start-time": GLib.Variant("t", started)})
bus.call_sync(
    "org.freedesktop.PolicyKit1",
    "/org/freedesktop/PolicyKit1/Authority",
    "org.freedesktop.PolicyKit1.Authority",
    "RegisterAuthenticationAgent",
    GLib.Variant("((sa{sv})ss)", (subject, "C.UTF-8", PATH)),
    None,
    Gio.DBusCallFlags.NONE,
    -1,
    None,
)
print("ready", flush=True)
GLib.MainLoop().run()
