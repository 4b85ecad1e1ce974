using System.IO.Compression;
using Figment.Data.Folders;

namespace Figment.Tests.Data.Layout;

/// <summary>A random folder of pictures, where what each file is, and why it is not used, is known beforehand.</summary>
internal sealed class RandomTree : IDisposable
{
    private static readonly string[] Names =
    [
        "cats",
        "Cats",
        "狗",
        "1",
        "2",
        "10",
        "caf\u00e9",
        "cafe\u0301",
        "a b",
        "& more",
        "été 2024",
        "🐕",
        "x.y",
        "-o",
        "100%",
    ];
    private static readonly string[] Rubbish =
    [
        "@eaDir",
        "#recycle",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
        "__MACOSX",
        "FOUND.000",
        "@tmp",
    ];
    private readonly Random random;
    private readonly TemporaryFolder outer = new();

    public RandomTree(int seed)
    {
        random = new Random(seed);
        Directory.CreateDirectory(Root);
        Make();
    }

    public string Root => outer["tree"];

    public string Zip => outer["tree.zip"];

    /// <summary>The pictures to train with, and those held out.</summary>
    public List<string> Train { get; } = [];

    public List<string> Test { get; } = [];

    /// <summary>Each other file with the reason why it is not used; null for a labels file that is used.</summary>
    public Dictionary<string, PassedReason?> Others { get; } = [];

    /// <summary>Folders without read permission.</summary>
    public HashSet<string> Locked { get; } = [];

    public void Dispose() => outer.Dispose();

    private void Make()
    {
        string wrapper = random.Next(3) switch
        {
            0 => "photos/",
            1 => "my data/v1/",
            _ => "",
        };
        switch (random.Next(6))
        {
            case 0:
                Pictures(Train, wrapper, 2 + random.Next(5));
                break;
            case 1:
                foreach (string name in Classes())
                    Pictures(Train, $"{wrapper}{name}/", 1 + random.Next(4), deep: true);
                break;
            case 2:
                string[] classes = Classes();
                foreach (string name in classes)
                    Pictures(Train, $"{wrapper}Train/{name}/", 1 + random.Next(3));
                foreach (string name in classes)
                    Pictures(Test, $"{wrapper}test/{name}/", 1 + random.Next(2));
                foreach (string name in classes)
                    Extra(PassedReason.SparePart, $"{wrapper}val/{name}/spare.png");
                if (random.Next(2) == 0)
                    Extra(PassedReason.OtherFolder, $"{wrapper}more/1.png");
                break;
            case 3:
                foreach (string name in Classes())
                {
                    Pictures(Train, $"{wrapper}{name}/training/", 1 + random.Next(3));
                    Pictures(Test, $"{wrapper}{name}/Validation/", 1 + random.Next(2));
                }

                break;
            case 4:
                for (int i = 0; i < 6; i++)
                    Picture(Train, $"{wrapper}{i / 3:D5}/img{i:D8}.png");
                IEnumerable<string> labels = Train.Select((path, i) => $"[\"{path[wrapper.Length..]}\", {i % 3}]");
                if (random.Next(2) == 0)
                    Labels($"{wrapper}dataset.json", $$"""{"labels": [{{string.Join(", ", labels)}}]}""");
                break;
            default:
                Pictures(Train, $"{wrapper}images/", 3 + random.Next(3));
                IEnumerable<string> rows = Train.Select((path, i) => $"{Path.GetFileName(path)},{Names[i % 4]}");
                Labels($"{wrapper}labels.csv", $"filename,label\n{string.Join('\n', rows)}\n");
                Extra(PassedReason.Unlabelled, $"{wrapper}images/unknown.png");
                break;
        }

        Litter();
        Pack();
    }

    /// <summary>The clutter in people's folders, wherever there are pictures.</summary>
    private void Litter()
    {
        string[] folders = ["", .. Train.Concat(Test).Select(path => path[..(path.LastIndexOf('/') + 1)]).Distinct()];
        for (int i = random.Next(12); i > 0; i--)
        {
            string at = folders[random.Next(folders.Length)],
                bin = Rubbish[random.Next(Rubbish.Length)];
            switch (random.Next(9))
            {
                case 0:
                    Extra(PassedReason.System, $"{at}{bin}/{i}.png");
                    break;
                case 1:
                    Extra(PassedReason.System, $"{at}Thumbs.db");
                    break;
                case 2:
                    Extra(PassedReason.Hidden, $"{at}.hidden-{i}/deep/{i}.png");
                    break;
                case 3:
                    Extra(PassedReason.Hidden, $"{at}._{i}.png");
                    break;
                case 4:
                    Extra(PassedReason.NoPicture, $"{at}readme {i}.txt", [1, 2, 3]);
                    break;
                case 5:
                    Extra(PassedReason.Archive, $"{at}more-{i}.7z", [1]);
                    break;
                case 6:
                    Extra(
                        PassedReason.Run,
                        $"{at}run-{i}/options.json",
                        [.. """{"preset": "gan", "model": {}, "training": {}, "data": {}}"""u8]
                    );
                    Extra(PassedReason.Run, $"{at}run-{i}/samples/1.png");
                    break;
                case 7:
                    Extra(PassedReason.Unreadable, $"{at}locked-{i}/secret.png");
                    Locked.Add(Path.Combine(Root, $"{at}locked-{i}"));
                    break;
                default:
                    if (OperatingSystem.IsWindows())
                        break;
                    File.CreateSymbolicLink(Path.Combine(Root, $"{at}link-{i}.png"), Path.Combine(Root, "nowhere"));
                    Others[$"{at}link-{i}.png"] = PassedReason.Link;
                    break;
            }
        }
    }

    private string[] Classes() => [.. Names.OrderBy(_ => random.Next()).Take(2 + random.Next(4))];

    private void Pictures(List<string> part, string folder, int count, bool deep = false)
    {
        for (int i = 0; i < count; i++)
        {
            string below = deep && i > 0 && random.Next(4) == 0 ? "deeper/" : "";
            string letters = random.Next(3) switch
            {
                0 => "图 ",
                1 => "é",
                _ => "",
            };
            string ending = random.Next(6) == 0 ? "" : ".png";
            Picture(part, $"{folder}{below}{letters}{i}{ending}");
        }
    }

    private void Picture(List<string> part, string path)
    {
        part.Add(path);
        Put(path, Shade());
    }

    private void Labels(string path, string text)
    {
        Others[path] = null;
        Put(path, System.Text.Encoding.UTF8.GetBytes(text));
    }

    private void Extra(PassedReason reason, string path, byte[]? content = null)
    {
        Others[path] = reason;
        Put(path, content ?? Shade());
    }

    private byte[] Shade() => Png.Write(2, 2, [.. Enumerable.Repeat((byte)random.Next(256), 4)]);

    private void Put(string path, byte[] content)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    // Leaves out what an archive cannot hold: links, and folders that the packer could not read.
    private void Pack()
    {
        using ZipArchive zip = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (
            string path in Train
                .Concat(Test)
                .Concat(
                    Others
                        .Where(other => other.Value is not (PassedReason.Link or PassedReason.Unreadable))
                        .Select(other => other.Key)
                )
                .OrderBy(_ => random.Next())
        )
            zip.CreateEntryFromFile(Path.Combine(Root, path), random.Next(2) == 0 ? path : path.Replace('/', '\\'));
    }
}
