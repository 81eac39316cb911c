#!/usr/bin/env bash
# Build the macOS packages: the application, and a disk image of it. Run in the checkout's folder: packaging/macos/build.sh
# Needs Python 3.12 or 3.13 and Xcode's command line tools; builds for the machine's own architecture.
#   SIGNING_IDENTITY   "Developer ID Application: …"; without it the application is signed ad hoc, for this machine
#   NOTARY_PROFILE     a profile kept by `xcrun notarytool store-credentials`; without it nothing is notarised
#   LICENCE_TEXTS      a folder with LGPL-3, GPL-3 and GPL-2 as files of these names (PySide6's wheels hold no text)
set -euo pipefail
cd "$(dirname "$0")/../.."

make docs
python3 packaging/prepare.py package
.venv/bin/python packaging/build_package.py

version=$(.venv/bin/python -c "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['version'])")
app="dist/Factcheck Workbench.app"
image="dist/factcheck-workbench-$version-$(uname -m).dmg"

# From the inside out: every library first, the application last, with the rights that an embedded Python needs.
identity=${SIGNING_IDENTITY:--}
options=(--force --timestamp=none)
[ "$identity" = - ] || options=(--force --timestamp --options runtime --entitlements packaging/macos/entitlements.plist)
find "$app" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    xargs -0 -n 20 codesign "${options[@]}" --sign "$identity"
codesign "${options[@]}" --sign "$identity" "$app/Contents/MacOS/factcheck"
codesign "${options[@]}" --sign "$identity" "$app"
codesign --verify --deep --strict "$app"

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -R "$app" "$staging/"
ln -s /Applications "$staging/Applications"
hdiutil create -quiet -ov -format UDZO -volname "Factcheck Workbench" -srcfolder "$staging" "$image"
if [ -n "${NOTARY_PROFILE:-}" ]; then
    codesign --force --timestamp --sign "$identity" "$image"
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
.venv/bin/python packaging/check_package.py folder
echo "$image"
