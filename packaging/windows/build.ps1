# Build the Windows packages: the folder with both programs, and an installer of it. Run in the checkout's folder:
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
# Needs Python 3.12 or 3.13 from python.org and, for the installer, Inno Setup 6 (iscc on the PATH).
# Signing: set SIGN_TOOL to a command that signs the file named after it, for example
#   $env:SIGN_TOOL = 'signtool sign /fd SHA256 /tr <time-stamp address> /td SHA256 /a'
$ErrorActionPreference = 'Stop'

py -3 packaging\prepare.py package
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
$python = '.venv\Scripts\python.exe'
& $python packaging\write_docs.py
& $python packaging\build_docs.py
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
# PySide6's wheels hold no licence text: LICENCE_TEXTS is a folder with LGPL-3, GPL-3 and GPL-2 as files of these names.
& $python packaging\build_package.py
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

$version = & $python -c "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['version'])"
if ($env:SIGN_TOOL) {
    foreach ($program in 'factcheck.exe', 'factcheck-workbench.exe') {
        cmd /c "$env:SIGN_TOOL dist\factcheck-workbench\$program"
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    }
}
if (Get-Command iscc -ErrorAction SilentlyContinue) {
    iscc /Qp "/DVersion=$version" packaging\windows\factcheck-workbench.iss
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    if ($env:SIGN_TOOL) { cmd /c "$env:SIGN_TOOL dist\factcheck-workbench-$version-setup.exe" }
} else {
    Compress-Archive -Force -Path dist\factcheck-workbench -DestinationPath "dist\factcheck-workbench-$version-windows.zip"
    Write-Host 'Inno Setup is not installed: the folder was packed as a .zip instead.'
}
& $python packaging\check_package.py folder
exit $LASTEXITCODE
