#!/usr/bin/env bash
# Makes the packages and uses them as a stranger would: looks into them, installs the tool from a folder into an empty one and
# runs it (help, a training, new images, the studio), and trains from a new project that has the library as a package. Packages
# come only from that folder and, for Figment's dependencies, from the ordinary package source. Takes a minute on two cores and 2
# GB in a temporary folder. Ends with `packages: passed`, or with what is wrong and exit code 1.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
unset FIGMENT_LIBTORCH
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) system=linux-x64 ;;
  Darwin-arm64) system=osx-arm64 ;;
  *) echo "packages: there is no libtorch for this system, nothing to try"; exit 0 ;;
esac

root=$PWD work=$(mktemp -d) studio=
cleanup() { [ -z "$studio" ] || kill "$studio" 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT
fail() { echo "packages: $1" >&2; exit 1; }
# The folder of packages may be given with a slash at its end or without, as NuGet takes both.
folder=${NUGET_PACKAGES:-$HOME/.nuget/packages}; folder=${folder%/}
step() { printf '\n-- %s (%d s)\n' "$1" "$SECONDS"; }
holds() { unzip -p "$1" "$2"; }
picture() { [ "$(head -c 4 "$1" | tail -c 3)" = PNG ] || fail "$1 is no PNG picture"; }
torch=$(sed -n 's:.*<LibTorchVersion>\(.*\)</.*:\1:p' Directory.Packages.props)
# A version that is in no cache, so that the packages tested are the ones made here.
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)-check.$(date +%s)
feed=$work/feed

step "pack"
# The everyday build checks the sources; here they are only compiled once more, with another version and other paths.
dotnet pack -p:Version="$version" -p:RunAnalyzers=false -p:PackageOutputPath="$feed/" >"$work/pack.log" 2>&1 ||
  { tail -n 30 "$work/pack.log"; fail "'dotnet pack' failed"; }
ls -l "$feed"
made=$(cd "$feed" && ls | sort | tr '\n' ' ')
wanted="Figment.Tool.$system.$version.nupkg Figment.Tool.$version.nupkg "
for name in Figment Figment.Mpi Figment.Onnx Figment.Workbench; do
  wanted="$name.$version.nupkg $name.$version.snupkg $wanted"
done
[ "$made" = "$(printf '%s\n' $wanted | sort | tr '\n' ' ')" ] || fail "made $made instead of $wanted"

step "the licences of others, however their folder is written"
for written in "$folder" "$folder/"; do
  dotnet msbuild src/Figment.Cli -p:RuntimeIdentifier=$system -p:NuGetPackageRoot="$written" -t:PublishWhatBelongs \
    -getItem:_PublishedNotice >"$work/notices" 2>&1 ||
    { tail -n 5 "$work/notices"; fail "with NUGET_PACKAGES=$written the licences are not found"; }
  for package in TorchSharp "libtorch-cpu-$system" Microsoft.ML.OnnxRuntime Magick.NET-Q8-AnyCPU; do
    grep -q "\"Package\": \"$package\"" "$work/notices" || fail "with NUGET_PACKAGES=$written the licence of $package is left out"
  done
done

step "what is in them"
library=$feed/Figment.$version.nupkg tool=$feed/Figment.Tool.$system.$version.nupkg
holds "$library" Figment.nuspec >"$work/nuspec"
grep -q 'id="TorchSharp"' "$work/nuspec" || fail "the library does not depend on TorchSharp"
! grep -qi 'OnnxRuntime' "$work/nuspec" ||
  fail "the library depends on ONNX Runtime, which an application that builds models does not need"
! grep -qi 'libtorch' "$work/nuspec" || fail "the library depends on one system's libtorch"
! grep -qiE 'ApiAnalyzers|Grpc.Tools' "$work/nuspec" || fail "the library depends on what only its building needs"
for file in lib/net10.0/Figment.dll lib/net10.0/Figment.xml README.md LICENSE THIRD-PARTY-NOTICES.md icon.png \
  notices/MNIST.md notices/DejaVuSans.LICENSE.txt; do
  unzip -l "$library" "$file" >/dev/null || fail "the library's package lacks $file"
done
for file in Figment.Studio.dll libtorch_cpu.* notices/libtorch-cpu-$system/LICENSE-LIBTORCH.txt \
  notices/TorchSharp/LICENSE.txt notices/Microsoft.ML.OnnxRuntime/ThirdPartyNotices.txt \
  notices/Magick.NET-Q8-AnyCPU/Notice.txt; do
  unzip -l "$tool" "tools/net10.0/$system/$file" >/dev/null || fail "the tool's package lacks $file"
done
! unzip -l "$tool" | grep -E 'lock\.json|torch_python' || fail "the tool's package holds what it does not need"
[ "$(wc -c <"$tool")" -lt 250000000 ] || fail "the tool's package is larger than public sources take (250 MB)"
for name in Figment.dll Figment.Cli.dll Figment.Studio.dll; do
  for package in "$library" "$tool"; do
    path=$(unzip -Z1 "$package" | grep "/$name\$" || true)
    [ -z "$path" ] || ! holds "$package" "$path" | LC_ALL=C grep -qaF "$root" || fail "$name tells where it was built"
  done
done

step "the tool, installed into an empty folder"
mkdir "$work/empty" && cd "$work/empty"
SECONDS_BEFORE=$SECONDS
dotnet tool install --tool-path "$work/tool" --source "$feed" --version "$version" Figment.Tool >"$work/install.log" 2>&1 ||
  { cat "$work/install.log"; fail "the tool cannot be installed"; }
echo "installed in $((SECONDS - SECONDS_BEFORE)) s, $(du -sm "$work/tool" | cut -f1) MB"
figment=$work/tool/figment
"$figment" --help >"$work/help.txt"
grep -q 'train ' "$work/help.txt" || fail "'figment --help' names no command 'train'"
"$figment" --version | grep -qF "$version" || fail "'figment --version' is not $version"
"$figment" train --steps 20 --out run >"$work/train.log" 2>&1 || { cat "$work/train.log"; fail "'figment train' failed"; }
"$figment" generate run --count 16 --out digits.png >/dev/null
picture run/samples/step-000020.png; picture digits.png
"$figment" doctor >"$work/doctor.txt" || { cat "$work/doctor.txt"; fail "'figment doctor' finds something"; }
grep -q "loaded from $work/tool" "$work/doctor.txt" || fail "libtorch is not that of the tool"

step "its studio"
"$figment" studio --no-browser --port 0 --runs . >"$work/studio.log" 2>&1 & studio=$!
for _ in $(seq 60); do
  address=$(grep -oE 'http://[^ ]+' "$work/studio.log" | head -n 1 || true)
  [ -z "$address" ] || break
  sleep 0.5
done
[ -n "$address" ] || { cat "$work/studio.log"; fail "'figment studio' names no address"; }
# The token is used once, then a cookie
visit() { curl -fsSL --noproxy '*' --cookie "$work/cookies" --cookie-jar "$work/cookies" "$@"; }
! curl -fsS --noproxy '*' -o /dev/null "${address%%\?*}" 2>/dev/null || fail "the studio asks for no token"
visit "$address" >"$work/page.html" || fail "the studio does not answer at $address"
grep -q 'blazor.web.js' "$work/page.html" || fail "the studio's page lacks its script"
for asset in $(grep -oE '(href|src)="/?[^":]+\.(css|js|svg)[^"]*"' "$work/page.html" | sed -E 's/^[^"]*"\/?([^"]*)"/\1/'); do
  visit -o /dev/null "${address%%/\?*}/$asset" || fail "the studio does not serve $asset"
done
kill "$studio"; wait "$studio" 2>/dev/null || true; studio=

step "the library, in a new project"
mkdir "$work/app" && cd "$work/app"
cat >app.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <WarningsNotAsErrors>NU1603;NU1901;NU1902;NU1903;NU1904;NU1905</WarningsNotAsErrors>
    <RestoreAdditionalProjectSources>$feed</RestoreAdditionalProjectSources>
    <RestorePackagesPath>$work/packages</RestorePackagesPath>
    <RestoreFallbackFolders>$folder</RestoreFallbackFolders>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Figment" Version="$version" />
  </ItemGroup>
</Project>
XML
grep -v '^#:' "$root/samples/digits.cs" >Program.cs
build() { dotnet build -v quiet >"$work/build.log" 2>&1 || { cat "$work/build.log"; fail "the new project does not build"; }; }
build
! (dotnet bin/Debug/net10.0/app.dll 5; exit $?) >"$work/app.log" 2>&1 || fail "without libtorch nothing should train"
grep -qF "dotnet add package libtorch-cpu-$system --version $torch" "$work/app.log" ||
  { cat "$work/app.log"; fail "where libtorch lacks, the error does not say what to add"; }

step "the same with libtorch's package, as the error says"
reference="<PackageReference Include=\"libtorch-cpu-$system\" Version=\"$torch\" />"
sed -i.bak "s:^  </ItemGroup>:    $reference\n  </ItemGroup>:" app.csproj
build
dotnet bin/Debug/net10.0/app.dll 5 || fail "the new project does not train"
picture digits.png
[ -s digits.safetensors ] || fail "no weights were written"

step "done"
echo "packages: passed"
