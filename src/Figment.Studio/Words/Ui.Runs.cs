namespace Figment.Studio.Words;

/// <summary>The texts of the pages of runs, and of those that use one.</summary>
internal static partial class Ui
{
    // --- Explore.
    internal static Text ExploreLead { get; } = new("Make images with a [[model]] that was trained. The same [[seed]] makes the same images.", "用训练好的[[model]]生成图片。相同的[[seed]]生成相同的图片。");
    internal static Text LoadingModel { get; } = new("Loading the model …", "正在载入模型……");
    internal static Text NoRuns { get; } = new("There is no trained model yet.", "还没有训练好的模型。");
    internal static Text Model { get; } = new("Model", "模型");
    internal static Text HowMany { get; } = new("How many", "数量");
    internal static Text AnyClass { get; } = new("all", "全部");
    internal static Text Truncation { get; } = new("Truncation", "截断");
    internal static Text TruncationHelp { get; } = new("[[truncation|below 1]] the images become more typical and more alike.", "[[truncation|小于 1]] 时，图片更典型，也更相像。");
    internal static Text AnotherSeed { get; } = new("Other images", "换一批");
    internal static Text Images { get; } = new("Images", "图片");
    internal static TextTemplate ImagesAlt { get; } = new("{count} images made by {run} from seed {seed}", "{run} 用种子 {seed} 生成的 {count} 张图片");
    internal static Text DownloadPng { get; } = new("Download as PNG", "下载 PNG");
    internal static Text DownloadOne { get; } = new("Download this image", "下载这张图片");
    internal static Text DownloadNumbers { get; } = new("Download the numbers (.npy)", "下载数值（.npy）");
    internal static Text DownloadGif { get; } = new("Download the animation", "下载动画");
    internal static Text InApplication { get; } = new("In your application", "用在你自己的程序里");
    internal static Text InApplicationLead { get; } = new("As an ONNX file the model works in other programs, without Figment: ONNX Runtime makes its images from C#, Python, C++ or JavaScript.", "导出为 ONNX 文件后，模型离开 Figment 也能用：在 C#、Python、C++ 或 JavaScript 里，由 ONNX Runtime 生成图片。");
    internal static Text DownloadOnnx { get; } = new("Download as ONNX", "下载 ONNX 文件");
    internal static Text CompareOnnx { get; } = new("Compare the file with the model", "把文件与模型比较");
    internal static Text ComparingOnnx { get; } = new("Both make images of the same latents …", "两者正在用相同的潜变量生成图片……");
    internal static TextTemplate OnnxCompared { get; } = new("ONNX Runtime and Figment have made images of the same latents: the largest difference of a value in [0, 1] is {difference}.", "ONNX Runtime 和 Figment 用相同的潜变量各生成了图片：取值在 [0, 1] 之间，最大相差 {difference}。");
    internal static Text Walk { get; } = new("From one image to another", "从一张图片走到另一张");
    internal static Text WalkLead { get; } = new("Between two [[latent|latents]] lie others, and each of them is an image too.", "两个[[latent|潜变量]]之间还有别的潜变量，每一个也都是一张图片。");
    internal static Text From { get; } = new("From image", "起点图片");
    internal static Text To { get; } = new("To image", "终点图片");
    internal static TextTemplate WalkAlt { get; } = new("Ten images from image {from} to image {to}", "从第 {from} 张到第 {to} 张的十张图片");
    internal static Text WalkGifAlt { get; } = new("The same walk as an animation, there and back", "同一路径的动画，往返循环");
    internal static Text Nearest { get; } = new("Is it a copy?", "它是复制的吗？");
    internal static Text NearestLead { get; } = new("Left an image of the model, right the training image that is nearest to it, pixel by pixel. Are they the same, it is [[memorisation]].", "左边是模型生成的图片，右边是逐像素比较时离它最近的训练图片。如果两者一样，就是[[memorisation]]。");
    internal static TextTemplate DataGone { get; } = new("Its data, {data}, is no longer there, so there is nothing to compare with.", "它的数据 {data} 已经不在原处，无法比较。");
    internal static TextTemplate NearestAlt { get; } = new("Image {index} and the training image nearest to it", "第 {index} 张图片与离它最近的训练图片");
    internal static Text ImageNumber { get; } = new("Image number", "图片编号");
    internal static Text Map { get; } = new("The latent map", "潜变量地图");
    internal static Text MapLead { get; } = new("This [[vae|autoencoder]] has two [[latent]] numbers, so all that it can make is a map. Drag across it, or use the two sliders.", "这个[[vae|自编码器]]只有两个[[latent|潜变量]]，所以它能画的一切就是一张地图。在上面拖动，或使用两个滑块。");
    internal static Text MapAlt { get; } = new("Map of all that the model makes, 15 by 15 images", "模型所能生成的一切：15 × 15 张图片的地图");
    internal static TextTemplate PointAlt { get; } = new("The image at latent ({x}, {y})", "潜变量 ({x}, {y}) 处的图片");
    internal static Text Horizontal { get; } = new("First latent", "第一个潜变量");
    internal static Text Vertical { get; } = new("Second latent", "第二个潜变量");

    // --- Runs.
    internal static TextTemplate RunsLead { get; } = new("Everything trained into {folder}, also from the command line. Mark two or more to compare them.", "{folder} 中的全部训练，包括命令行启动的。勾选两个或更多即可比较。");
    internal static TextTemplate RunsNotShown { get; } = new(
        "Not shown, since their names hold what cannot be seen: {names}. Give these folders other names.", "未显示（文件夹名称中含有不可见字符）：{names}。请给这些文件夹换个名称。");

    internal static Text Compare { get; } = new("Compare the marked ones", "比较所选");
    internal static Text CompareTitle { get; } = new("Compare runs", "比较运行记录");
    internal static Text CompareNone { get; } = new("Mark at least two runs on the page of runs.", "请先在运行记录页勾选至少两个。");
    internal static TextTemplate Mark { get; } = new("Mark {run}", "勾选 {run}");
    internal static Text Rename { get; } = new("Rename", "重命名");
    internal static Text NewName { get; } = new("New name", "新名称");
    internal static Text Save { get; } = new("Save", "保存");
    internal static Text Cancel { get; } = new("Cancel", "取消");
    internal static Text Delete { get; } = new("Delete", "删除");
    internal static TextTemplate DeleteAsk { get; } = new("Delete {run} with its pictures and weights? This cannot be undone.", "要删除 {run} 及其图片和权重吗？此操作无法撤销。");
    internal static Text DeleteYes { get; } = new("Delete it", "确认删除");
    internal static TextTemplate BadName { get; } = new("'{name}' cannot be the name of a folder. Use letters, digits, spaces, dots and dashes, not too many.", "“{name}”不能作为文件夹名称。请用文字、数字、空格、点和短横线，并且不要太长。");
    internal static TextTemplate TakenName { get; } = new("There is something named '{name}' already. Choose another name.", "已经有名为“{name}”的东西，请换一个名称。");
    internal static TextTemplate CannotChange { get; } = new("'{name}' cannot be changed: {why}", "无法更改“{name}”：{why}");
    internal static TextTemplate HeldElsewhere { get; } = new(
        "'{name}' is being trained at this moment, for instance in a terminal. Wait for its end, or stop it there. Nothing was changed.",
        "“{name}”正在训练中（例如在某个终端里）。请等它结束，或先在那里停止它。没有做任何改动。");
    internal static Text InTraining { get; } = new("It is being trained now.", "它正在训练。");
    internal static Text Report { get; } = new("Open the report", "打开报告");
    internal static Text BestDistance { get; } = new("Best [[frechet-distance]]", "最佳 [[frechet-distance]]");
    internal static Text LastCoverage { get; } = new("[[coverage|Coverage]], last", "最后的[[coverage]]");
    internal static Text Differences { get; } = new("Options that differ", "不同的选项");
    internal static Text NoDifferences { get; } = new("They differ in nothing but their random course.", "选项完全相同。");
    internal static Text Option { get; } = new("Option", "选项");
    internal static Text Metrics { get; } = new("Figures", "数值");
    internal static Text NoPicture { get; } = new("no picture yet", "还没有图片");
    internal static Text NoRun { get; } = new("There is no run of that name.", "没有这个名称的运行记录。");
    internal static Text AllRuns { get; } = new("All runs", "全部运行记录");
}
