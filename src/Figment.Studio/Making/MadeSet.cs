using System.Globalization;

namespace Figment.Studio.Making;

/// <summary>How data came to be in the studio.</summary>
public enum MadeWay
{
    /// <summary>Drawn on the page.</summary>
    Drawn,

    /// <summary>Taken with a camera.</summary>
    Camera,

    /// <summary>Pasted.</summary>
    Texts,

    /// <summary>Sent from the browser.</summary>
    Files,
}

/// <summary>Data that a visitor made.</summary>
/// <param name="Way">How.</param>
/// <param name="Name">The name of its folder.</param>
/// <param name="Classes">Of drawings and pictures of a camera, the classes; empty otherwise.</param>
/// <param name="Bytes">What it takes on disk.</param>
public sealed record MadeSet(MadeWay Way, string Name, IReadOnlyList<MadeClass> Classes, long Bytes)
{
    /// <summary>What it is called where its way must be told too: <c>drawn/stars</c>.</summary>
    internal string Id => $"{FolderOf(Way)}/{Name}";

    /// <summary>How many pictures were made, without those that the studio added.</summary>
    internal int Pictures => Classes.Sum(each => each.Pictures.Count);

    /// <summary>Whether it is pictures by class that were made here, one by one.</summary>
    internal bool HasClasses => Way is MadeWay.Drawn or MadeWay.Camera;

    /// <summary>Whether there is anything to learn from.</summary>
    internal bool HasData => HasClasses ? Pictures > 0 : Bytes > 0;

    /// <summary>The class of that name, as <see cref="ClassNames.Find"/> finds it; null where there is none.</summary>
    internal MadeClass? Class(string name) =>
        ClassNames.Find(name, [.. Classes.Select(each => each.Name)]) is int number ? Classes[number] : null;

    /// <summary>The folder of a way, below that of all.</summary>
    internal static string FolderOf(MadeWay way) => way.ToString().ToLowerInvariant();
}

/// <summary>One class of pictures.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Pictures">The names of its files, in the order in which they were made.</param>
public sealed record MadeClass(string Name, IReadOnlyList<string> Pictures)
{
    /// <summary>The name of a picture's file.</summary>
    internal static string FileOf(int number) => string.Create(CultureInfo.InvariantCulture, $"picture-{number:D4}.png");

    /// <summary>The name of the file of what was made of it.</summary>
    internal static string FileOf(int number, int variant) =>
        string.Create(CultureInfo.InvariantCulture, $"picture-{number:D4}-{variant:D2}.png");

    /// <summary>The number in such a name.</summary>
    internal static int NumberOf(string file) =>
        int.Parse(file["picture-".Length..^".png".Length].Split('-')[0], CultureInfo.InvariantCulture);
}
