using System.Diagnostics;
using System.Reflection;
using Figment.Models;
using NetArchTest.Rules;
using TestResult = NetArchTest.Rules.TestResult;

namespace Figment.Tests.Architecture;

/// <summary>Data flows one way: a folder of the library may use only the folders above it (docs/design.md, section 2).</summary>
public sealed class LayeringTests
{
    private static readonly string[] Folders = ["Backend", "Formats", "Imaging", "Data", "Networks", "Objectives", "Optimizers", "Models", "Training", "Generation", "Evaluation", "Diagnosis", "Export", "Reports", "Runs"];
    private static readonly Assembly Library = typeof(ImageModel).Assembly;

    public static TheoryData<string, string[]> FoldersAndThoseBelow() =>
        [.. Folders.Select((folder, i) => ($"Figment.{folder}", Folders[(i + 1)..].Select(below => $"Figment.{below}").ToArray()))];

    [Theory]
    [MemberData(nameof(FoldersAndThoseBelow))]
    public void A_folder_uses_only_the_folders_above_it(string folder, string[] below)
    {
        Types types = Types.InAssembly(Library);
        Assert.NotEmpty(types.That().ResideInNamespace(folder).GetTypes());

        TestResult result = Types.InAssembly(Library).That().ResideInNamespace(folder).ShouldNot().HaveDependencyOnAny(below).GetResult();

        Assert.True(result.IsSuccessful, $"{folder} uses what stands below it: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void Every_folder_of_the_library_has_its_place_in_the_order()
    {
        string[] namespaces = [.. Library.GetTypes().Where(type => type.IsPublic).Select(type => type.Namespace!).Distinct().Where(name => name != "Figment").Order()];

        Assert.Equal(Folders.Select(folder => $"Figment.{folder}").Order(), namespaces);
    }

    [Fact]
    public void The_library_never_prints()
    {
        TestResult result = Types.InAssembly(Library).ShouldNot().HaveDependencyOn("System.Console").GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void What_is_built_by_default_is_optimised()
    {
        Assert.False(Library.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled ?? false);
    }
}
