; The Windows installer, by Inno Setup 6; packaging\windows\build.ps1 runs it. For one user, without administrator rights.
#ifndef Version
  #error Give the version: iscc /DVersion=1.0.0 packaging\windows\factcheck-workbench.iss
#endif

[Setup]
AppId={{7B0C2E0A-5B53-4B42-9E6C-6B0D6B7C1F3E}
AppName=Factcheck Workbench
AppVersion={#Version}
AppPublisher=The Factcheck Workbench authors
DefaultDirName={autopf}\Factcheck Workbench
DefaultGroupName=Factcheck Workbench
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\icons\factcheck.ico
UninstallDisplayIcon={app}\factcheck-workbench.exe
OutputDir=..\..\dist
OutputBaseFilename=factcheck-workbench-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ChangesEnvironment=yes
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"

[CustomMessages]
en.ForScripts=Make the command “factcheck” known to terminals
fr.ForScripts=Faire connaître la commande « factcheck » aux terminaux

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "path"; Description: "{cm:ForScripts}"

[Files]
Source: "..\..\dist\factcheck-workbench\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
; Parts of an older version must not be found beside the new ones. Libraries are in the user's own folder, never here.
Type: filesandordirs; Name: "{app}\parts"

[Icons]
Name: "{group}\Factcheck Workbench"; Filename: "{app}\factcheck-workbench.exe"
Name: "{autodesktop}\Factcheck Workbench"; Filename: "{app}\factcheck-workbench.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; \
  Tasks: path; Check: NotOnPath

[Run]
Filename: "{app}\factcheck-workbench.exe"; Description: "{cm:LaunchProgram,Factcheck Workbench}"; \
  Flags: nowait postinstall skipifsilent

[Code]
function NotOnPath(): Boolean;
var
  Found: String;
begin
  if not RegQueryStringValue(HKA, 'Environment', 'Path', Found) then
    Found := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Found) + ';') = 0;
end;
