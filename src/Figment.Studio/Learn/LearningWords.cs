namespace Figment.Studio.Learn;

/// <summary>The words of networks and of how they learn, from the field as a whole on.</summary>
internal static class LearningWords
{
    internal static IReadOnlyList<GlossaryEntry> Entries { get; } =
    [
        // --- The field.
        new("ai", new("artificial intelligence (AI)", "人工智能（AI）"), new(
            "Programs that do what seems to need a mind: recognising faces, translating, drawing. Today nearly all of them work by [[machine-learning]].",
            "让程序去做看似需要头脑才能做的事：认人脸、翻译、画画。如今这类程序几乎都靠[[machine-learning]]实现。")),
        new("machine-learning", new("machine learning", "机器学习"), new(
            "Nobody writes down the rules. The program is shown many examples and adjusts itself until its answers fit them.",
            "规则不由人来写：给程序看大量例子，让它不断调整自己，直到给出的答案与例子相符。")),
        new("deep-learning", new("deep learning", "深度学习"), new(
            "[[machine-learning|Machine learning]] with a [[neural-network]] of several [[layer|layers]]. “Deep” only means that there are many layers.",
            "用多[[layer|层]][[neural-network]]进行的[[machine-learning]]。“深”指的只是层数多。")),
        new("generative-ai", new("generative AI", "生成式人工智能"), new(
            "Programs that make something new that resembles their examples: pictures, text, sound. This studio does it with small pictures, which needs no large computer.",
            "能做出与所学例子相似的新东西的程序：图片、文字、声音。这里做的是小图片，不需要大型计算机。")),
        new("model", new("model", "模型"), new(
            "What is left after [[training]]: one or more [[neural-network|neural networks]] with the [[weight|weights]] they have learned. A generative model makes new pictures with them.",
            "[[training]]完留下来的东西：一个或几个[[neural-network]]，以及它们学到的[[weight]]。生成模型就用它们来做新图片。")),

        // --- Networks.
        new("neural-network", new("neural network", "神经网络"), new(
            "A long calculation with many adjustable numbers, loosely modelled on nerve cells. Numbers go in (a picture, say), pass through [[layer|layers]], and other numbers come out.",
            "一长串带有许多可调数字的计算，构想大致来自神经细胞。一些数字进去（比如一张图片），经过一[[layer|层]]又一层，变成另一些数字出来。")),
        new("layer", new("layer", "层"), new(
            "One stage of a [[neural-network]]. It mixes the numbers it is given, using its [[weight|weights]], and hands the result to the next layer.",
            "[[neural-network]]中的一道工序：用自己的[[weight]]把收到的数字混合起来，再把结果交给下一层。")),
        new("dense-layer", new("dense layer", "全连接层"), new(
            "A [[layer]] in which every number that goes in influences every number that comes out. It is also called fully connected, and knows nothing of which [[pixel|pixels]] are neighbours.",
            "每个输入数字都会影响每个输出数字的[[layer]]，英文叫 dense layer。它并不知道哪些[[pixel]]彼此相邻。")),
        new("convolution", new("convolution", "卷积"), new(
            "A [[layer]] that slides a small window over the picture and does the same calculation everywhere. A stroke is then recognised wherever it lies, and far fewer [[weight|weights]] are needed.",
            "让一个小窗口在图片上滑动、处处做同样计算的[[layer]]。这样，笔画出现在哪里都认得出来，需要的[[weight]]也少得多。")),
        new("residual-block", new("residual block", "残差块"), new(
            "A few [[layer|layers]] whose result is added to what went in, instead of replacing it. Networks of many layers learn more easily that way.",
            "由几个[[layer|层]]组成，结果加到输入上，而不是取代输入。这样，层数很多的网络也比较容易训练。")),
        new("u-net", new("U-Net", "U-Net"), new(
            "A [[neural-network]] from picture to picture: it shrinks the picture to grasp the whole, enlarges it again, and at each size looks back at the details it saw on the way down.",
            "一种由图片到图片的[[neural-network]]：先把图片缩小以把握整体，再放大回来，并在每个尺寸上参照缩小途中看到的细节。")),
        new("width", new("width of a layer", "层的宽度"), new(
            "How many numbers a [[layer]] passes on. Wider layers can hold more detail, and take longer and more memory.",
            "一个[[layer]]往下传多少个数字。层越宽，能容纳的细节越多，也越费时间和内存。")),
        new("parameter", new("parameter", "参数"), new(
            "Any number that a [[neural-network]] adjusts while it learns. Nearly all of them are [[weight|weights]]; the tutorial’s [[generator]] has about one and a half million.",
            "[[neural-network]]在学习中会调整的数字，绝大多数是[[weight]]。教程里的[[generator]]大约有一百五十万个参数。")),
        new("weight", new("weight", "权重"), new(
            "A number inside a [[layer]] that says how strongly one value influences another. Learning means changing the weights a little, many times.",
            "[[layer|层]]里的一个数字，表示一个值对另一个值的影响有多大。所谓学习，就是把权重一点一点改很多次。")),
        new("activation", new("activation function", "激活函数"), new(
            "A simple bend applied to every number after a [[layer]], such as [[relu]]. Without it, any number of layers could do no more than one.",
            "每[[layer|层]]之后对每个数字做的一个简单的“弯折”，例如 [[relu]]。没有它，再多的层也只相当于一层。")),
        new("relu", new("ReLU", "ReLU"), new(
            "The simplest [[activation]]: negative numbers become 0, the others stay as they are.",
            "最简单的[[activation]]：负数变成 0，其余不变。")),
        new("leaky-relu", new("LeakyReLU", "LeakyReLU"), new(
            "Like [[relu]], but negative numbers are only made smaller (here to a fifth) instead of 0. So even there a [[gradient]] gets through, and the network can go on learning.",
            "和 [[relu]] 相似，但负数只是缩小（这里缩到五分之一），而不变成 0。这样[[gradient]]在那里也能通过，网络可以继续学习。")),
        new("sigmoid", new("sigmoid", "sigmoid 函数"), new(
            "Squeezes any number into the range from 0 to 1. The [[generator]] ends in it, because a [[pixel]] lies between black (0) and white (1); it also turns a verdict into a probability.",
            "把任意数字压到 0 到 1 之间。[[generator]]的最后一步就是它，因为[[pixel]]的亮度介于黑（0）和白（1）之间；它也用来把评分变成概率。")),
        new("logits", new("logit", "logit（评分）"), new(
            "A verdict before the [[sigmoid]], as a number without limits: far above 0 is a firm yes, far below 0 a firm no, 0 is undecided.",
            "经过 [[sigmoid]] 之前的判断，是一个没有上下限的数：远大于 0 表示很肯定“是”，远小于 0 表示很肯定“不是”，0 表示拿不准。")),
        new("batch-normalisation", new("batch normalisation", "批归一化"), new(
            "A [[layer]] that shifts and scales its numbers, so that over a [[batch]] they have the same average and spread. It keeps values from growing or fading on their way through many layers.",
            "一种[[layer]]：平移并缩放经过它的数字，使它们在一个[[batch]]中有同样的平均值和散布程度。这样，数值穿过许多层也不会越来越大或越来越小。")),
        new("dropout", new("dropout", "dropout（随机失活）"), new(
            "During [[training]], some of a [[layer|layer’s]] numbers, chosen at random, are set to 0. The network cannot rely on single numbers, and learns less by heart.",
            "[[training]]时随机把[[layer|层]]里的一部分数字变成 0。网络无法只依赖个别数字，也就不容易死记硬背。")),
        new("spectral-normalisation", new("spectral normalisation", "谱归一化"), new(
            "Every [[layer]] of the [[discriminator]] is scaled so that it never enlarges a difference between two pictures. The verdict then cannot jump from one picture to a similar one.",
            "缩放[[discriminator]]的每一[[layer|层]]，使它不会放大两张图片之间的差别。这样，对相似的图片，它的判断不会忽高忽低。")),

        // --- Learning.
        new("training", new("training", "训练"), new(
            "The time in which a [[model]] learns: it looks at a [[batch]] of pictures, sees how wrong it was, changes its [[weight|weights]] a little, and begins again.",
            "[[model]]学习的过程：看一个[[batch]]的图片，算出自己错了多少，稍稍改动[[weight]]，然后再来一遍。")),
        new("loss", new("loss", "损失"), new(
            "A number that says how wrong a network is; learning tries to make it smaller. In a [[gan]] two networks pull against each other, so a low loss does not mean good pictures.",
            "表示网络错得有多厉害的一个数，学习就是设法让它变小。在 [[gan]] 中两个网络互相对抗，所以损失低并不代表图片好。")),
        new("gradient", new("gradient", "梯度"), new(
            "For every [[weight]], the direction in which the [[loss]] falls or rises, and how steeply. It is like feeling the slope of a hill with your feet in fog.",
            "对每个[[weight]]来说，往哪个方向改，[[loss]]会升或会降，以及变化有多快。就像在雾里用脚探出山坡朝哪边倾斜。")),
        new("backpropagation", new("backpropagation", "反向传播"), new(
            "The method of calculating the [[gradient]] of all [[weight|weights]] at once: the error is traced back through the network, from the last [[layer]] to the first.",
            "一次算出所有[[weight]]的[[gradient]]的方法：把误差从最后一[[layer|层]]一路往回追到第一层。")),
        new("learning-rate", new("learning rate", "学习率"), new(
            "How far the [[weight|weights]] move in one [[step]], also called step size. Too large and learning overshoots; too small and it takes for ever.",
            "[[weight]]在一[[step|步]]里移动多远，也叫步长。太大会冲过头，太小则迟迟学不成。")),
        new("optimizer", new("optimiser", "优化器"), new(
            "The rule that turns a [[gradient]] into a change of the [[weight|weights]]. Figment uses [[adam]] and its relative AdamW.",
            "把[[gradient]]变成[[weight]]改动的规则。Figment 用的是 [[adam]] 和它的变体 AdamW。")),
        new("adam", new("Adam", "Adam"), new(
            "The most widely used [[optimizer]]. It remembers recent [[gradient|gradients]] and gives every [[weight]] a step size that suits it; AdamW also shrinks the weights a little ([[weight-decay]]).",
            "最常用的[[optimizer]]。它记住最近的[[gradient]]，给每个[[weight]]配上合适的步长；AdamW 还会让权重略微缩小（[[weight-decay]]）。")),
        new("weight-decay", new("weight decay", "权重衰减"), new(
            "In every [[step]] all [[weight|weights]] shrink by a tiny share. Only those that are needed again and again stay large.",
            "每一[[step|步]]都让所有[[weight]]缩小极小的一点，只有一再用到的权重才会保持较大。")),
        new("warm-up", new("warm-up", "预热"), new(
            "At the beginning of [[training]] the [[learning-rate]] rises from 0, so that the first, blind steps do no harm.",
            "[[training]]开始时，让[[learning-rate]]从 0 慢慢升上来，免得最初盲目的几步走坏。")),
        new("batch", new("batch", "批"), new(
            "The pictures that are learned from in one [[step]], 128 of them by default. Larger batches give a calmer direction and take longer.",
            "一[[step|步]]里一起学习的那些图片，默认 128 张。批越大，方向越稳，每步也越慢。")),
        new("step", new("step", "步"), new(
            "One round of learning: one [[batch]] is looked at, and the [[weight|weights]] are changed. The tutorial takes 10,000 of them.",
            "学习的一个回合：看一个[[batch]]的图片，改动一次[[weight]]。教程一共走 10,000 步。")),
        new("epoch", new("epoch", "轮（epoch）"), new(
            "Once through all training pictures. With 60,000 pictures and a [[batch]] of 128, an epoch has about 469 [[step|steps]].",
            "把全部训练图片看完一遍。60,000 张图片，每[[batch]] 128 张，一轮大约是 469 [[step]]。")),
        new("seed", new("seed", "随机种子"), new(
            "A number that decides all that is random: the first [[weight|weights]], the order of the pictures, the [[noise]]. The same seed, options, device and number of threads give the same result.",
            "决定一切随机结果的一个数：最初的[[weight]]、图片的顺序、[[noise]]。种子、选项、设备和线程数都相同，结果就相同。")),
        new("option", new("option", "选项"), new(
            "A setting that you choose before [[training]], such as the [[learning-rate]]; in the literature a hyperparameter. [[parameter|Parameters]], in contrast, are learned.",
            "[[training]]之前由你来定的设置，例如[[learning-rate]]；文献里叫“超参数”。[[parameter]]则是学出来的。")),
        new("preset", new("preset", "预设"), new(
            "A ready-made recipe: the kind of [[model]] with all its [[option|options]]. Begin with one and change single options later.",
            "一份现成的配方：[[model]]的种类，连同全部[[option]]。先用它开始，以后再改个别选项。")),
        new("run", new("run", "训练记录"), new(
            "One [[training]] with all it left behind, in a folder of its own: [[option|options]], curves, pictures, and the trained [[model]].",
            "一次[[training]]和它留下的一切，单独放在一个文件夹里：[[option]]、曲线、图片和训练好的[[model]]。")),
        new("checkpoint", new("checkpoint", "检查点"), new(
            "The [[model]] as it was at one moment of the [[training]], saved to a file. Figment keeps the last one and the best one.",
            "[[model]]在[[training]]中某一时刻的样子，存成文件。Figment 会保留最后的和最好的。")),
        new("ema", new("moving average of the weights (EMA)", "权重的移动平均（EMA）"), new(
            "A second copy of the network whose [[weight|weights]] are an average over the recent [[step|steps]], the latest counting most. A network in training sways to and fro; the average is calmer and makes better pictures.",
            "网络的第二份副本，它的[[weight]]是最近许多[[step]]的平均，越近的分量越重。训练中的网络摇摆不定，平均之后更稳，做出的图片也更好。")),
        new("gpu", new("GPU", "GPU（显卡）"), new(
            "A graphics processor, which does many simple calculations at once and so trains large networks much faster. What this studio teaches works without one.",
            "图形处理器，能同时做大量简单的计算，训练大网络时快得多。这里教的内容没有它也能做。")),
        new("bfloat16", new("bfloat16", "bfloat16"), new(
            "Numbers stored in half the usual space, with fewer digits. On processors made for it, networks calculate faster that way; Figment still keeps the [[weight|weights]] in full.",
            "只占一半空间、有效位数较少的数字格式。在支持它的处理器上，网络算得更快；[[weight]]本身 Figment 仍以完整精度保存。")),
    ];
}
