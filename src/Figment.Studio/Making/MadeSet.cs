using System.Globalization;

namespace Figment.Studio.Making;

/// <summary>The way in which a visitor made data.</summary>
public enum MadeWay
{
    /// <summary>Drawn on the page.</summary>
    Drawn,

    /// <summary>Taken with a camera.</summary>
    Camera,

    /// <summary>Pasted.</summary>
    Texts,

    /// <summary>Uploaded from the browser.</summary>
    Files,
}

/// <summary>Data that a visitor made.</summary>
/// <param name="Way">How it was made.</param>
/// <param name="Name">The name of its folder.</param>
/// <param name="Classes">The classes of drawings and camera pictures; empty otherwise.</param>
/// <param name="Bytes">Its size on disk in bytes.</param>
public sealed record MadeSet(MadeWay Way, string Name, IReadOnlyList<MadeClass> Classes, long Bytes)
{
    /// <summary>The way it was made and its name: <c>drawn/stars</c>.</summary>
    internal string Id => $"{FolderOf(Way)}/{Name}";

    /// <summary>The number of pictures that the visitor made, without the variants that the studio added.</summary>
    internal int Pictures => Classes.Sum(each => each.Pictures.Count);

    /// <summary>Whether it consists of classes of pictures that were made here one by one.</summary>
    internal bool HasClasses => Way is MadeWay.Drawn or MadeWay.Camera;

    /// <summary>Whether it contains anything to train on.</summary>
    internal bool HasData => HasClasses ? Pictures > 0 : Bytes > 0;

    /// <summary>The class of the given name, as <see cref="ClassNames.Find"/> finds it; null if there is none.</summary>
    internal MadeClass? Class(string name) =>
        ClassNames.Find(name, [.. Classes.Select(each => each.Name)]) is int number ? Classes[number] : null;

    /// <summary>The folder for data made in a given way, relative to the root.</summary>
    internal static string FolderOf(MadeWay way) => way.ToString().ToLowerInvariant();
}

/// <summary>One class of pictures.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Pictures">The names of its files, in the order of their creation.</param>
public sealed record MadeClass(string Name, IReadOnlyList<string> Pictures)
{
    /// <summary>The file name of a picture.</summary>
    internal static string FileOf(int number) => string.Create(CultureInfo.InvariantCulture, $"picture-{number:D4}.png");

    /// <summary>The file name of a variant of a picture.</summary>
    internal static string FileOf(int number, int variant) =>
        string.Create(CultureInfo.InvariantCulture, $"picture-{number:D4}-{variant:D2}.png");

    /// <summary>The number in such a file name.</summary>
    internal static int NumberOf(string file) =>
        int.Parse(file["picture-".Length..^".png".Length].Split('-')[0], CultureInfo.InvariantCulture);
}
